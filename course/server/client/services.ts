// What the kernels of @jupyterlab/services use of the rest of that package; the build puts it in place of all of it.
export { CommsOverSubshells } from "@jupyterlab/services/lib/kernel/comm";
export { ServerConnection } from "@jupyterlab/services/lib/serverconnection";
