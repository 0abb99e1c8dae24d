// The widgets of a page: their models, made of what the page says of them or of what the kernel does.
import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import type { Kernel } from "@jupyterlab/services";
import makeAnywidget from "anywidget";

type State = Record<string, unknown>;

/** `application/vnd.jupyter.widget-state+json`, as nbclient and nbconvert write it. */
export interface States {
  state: Record<string, { model_name: string; model_module: string; model_module_version: string; state: State; buffers?: unknown[] }>;
}

/** Where the files of a page lie: the code of our widgets by name, and what is loaded when it is needed. */
export interface Assets {
  widgets: Record<string, string>;
  controls: string;
  controls_style: string;
}

const TARGET = "jupyter.widget";
const OWN = "workbook:";
const CONTROLS = "@jupyter-widgets/controls";
const KNOWN = new Set(["@jupyter-widgets/base", CONTROLS, "anywidget"]);

const { AnyModel, AnyView } = makeAnywidget(base);

export class Widgets extends ManagerBase {
  /** Whether there is a widget that cannot be made here: of another library, or with code of its own in text. */
  foreign = false;
  private controls: Promise<{ controls: object }> | undefined;
  private readonly anywidget: object;

  constructor(readonly kernel: Kernel.IKernelConnection, private readonly assets: Assets) {
    super();
    /** Takes the code of our widgets from the page's files: their state only names it. */
    class PageModel extends AnyModel {
      static override async _deserialize_state(state: State, manager: Widgets): Promise<State> {
        if (!("_esm" in state)) return super._deserialize_state(state as never, manager);
        const address = manager.code(state["_esm"]);
        // Before there is a model: anywidget gives its code two seconds from then on, and a slow network more.
        await import(address);
        return super._deserialize_state({ ...state, _esm: address } as never, manager);
      }
    }
    this.anywidget = { AnyModel: PageModel, AnyView };
    kernel.registerCommTarget(TARGET, async (comm, message) => {
      const line = new base.shims.services.Comm(comm);
      if (this.has_model(comm.commId)) await this.attach(comm.commId, line);
      else await this.handle_comm_open(line, message as never);
    });
  }

  /** Makes the models the page tells of, each with its line to the kernel; what is there already stays. */
  async learn({ state }: States): Promise<void> {
    this.foreign ||= Object.values(state).some(({ model_module: module, state: { _esm: code } }) => !this.can(module, code));
    if (this.foreign) return;
    const fresh = Object.entries(state).filter(([id]) => !this.has_model(id));
    // Each is registered before the first of them waits for anything: they may refer to one another.
    await Promise.all(fresh.map(async ([id, { state: serialised, buffers: _, ...of }]) => {
      await this.new_model({ ...of, model_id: id, comm: this.line(id) }, serialised as never);
    }));
  }

  /** Asks the kernel, in one message, for every widget the page has not told of. */
  async ask(): Promise<void> {
    await this._loadFromKernel();
  }

  override async new_model(options: base.IModelOptions, state: State = {}): Promise<base.WidgetModel> {
    if (!this.can(options.model_module, state["_esm"])) {
      this.foreign = true;
      throw new Error(`This page can show no ${options.model_name} of ${options.model_module}.`);
    }
    return super.new_model(options, state as never);
  }

  /** The address of a widget's code. */
  private code(name: unknown): string {
    const path = this.assets.widgets[String(name).slice(OWN.length)];
    return new URL(path!, location.href).href; // anywidget takes a whole address for one, and nothing less
  }

  private can(module: string, code: unknown): boolean {
    return KNOWN.has(module) && (module !== "anywidget" || (String(code).startsWith(OWN) && String(code).slice(OWN.length) in this.assets.widgets));
  }

  protected override async loadClass(name: string, module: string): Promise<never> {
    const found = module === CONTROLS ? await this.loaded() : module === "anywidget" ? this.anywidget : base;
    return (found as Record<string, unknown>)[name] as never;
  }

  protected override async _create_comm(
    target: string, id: string, data?: unknown, metadata?: unknown, buffers?: ArrayBuffer[],
  ): Promise<base.IClassicComm> {
    const comm = this.kernel.createComm(target, id);
    if (data || metadata) comm.open(data as never, metadata as never, buffers);
    return new base.shims.services.Comm(comm);
  }

  protected override async _get_comm_info(): Promise<object> {
    const { content } = await this.kernel.requestCommInfo({ target_name: TARGET });
    return content.status === "ok" ? content.comms : {};
  }

  private line(id: string): base.IClassicComm {
    return new base.shims.services.Comm(this.kernel.createComm(TARGET, id));
  }

  /** The kernel tells of a widget the page has told of: from now on the line it has opened is the one that counts. */
  private async attach(id: string, line: base.IClassicComm): Promise<void> {
    const model = await this.get_model(id);
    model.comm = line;
    line.on_close(model._handle_comm_closed.bind(model));
    line.on_msg(model._handle_comm_msg.bind(model));
  }

  private async loaded(): Promise<object> {
    this.controls ??= Promise.all([import(this.assets.controls), style(this.assets.controls_style)]).then(([made]) => made as { controls: object });
    return (await this.controls).controls;
  }
}

function style(address: string): Promise<void> {
  return new Promise((resolve) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => resolve());
    document.head.append(link);
  });
}
