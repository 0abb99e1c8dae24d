// The line to the page's kernel, and the end of the kernel when the page is left.
import type { Kernel } from "@jupyterlab/services";
import { KernelConnection } from "@jupyterlab/services/lib/kernel/default";
import { CommsOverSubshells } from "@jupyterlab/services/lib/kernel/comm";
import { ServerConnection } from "@jupyterlab/services/lib/serverconnection";

export interface Configuration {
  kernelId: string;
  baseUrl: string;
}

/** Opens the line; what is sent before it is open waits for it. */
export function connect({ kernelId, baseUrl }: Configuration): Kernel.IKernelConnection {
  const address = new URL(baseUrl, location.href);
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: address.href,
    appUrl: "",
    wsUrl: address.href.replace(/^http/, "ws"),
    token: "",
    appendToken: false,
  });
  return new KernelConnection({
    model: { id: kernelId, name: "python3" },
    serverSettings,
    // One message after the other, in the order they were sent: a save must not overtake the one before it.
    commsOverSubshells: CommsOverSubshells.Disabled,
  });
}

/** Ends the kernel when the page is left; nobody else would, for some minutes. */
export function endOnLeaving({ kernelId, baseUrl }: Configuration): void {
  window.addEventListener("pagehide", () => {
    const form = new FormData();
    form.append("_xsrf", /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? "");
    navigator.sendBeacon(`${baseUrl}voila/api/shutdown/${kernelId}`, form);
  });
}
