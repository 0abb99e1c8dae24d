// What packages without types of their own are, as far as it is used here.
declare module "*.css";

declare module "sanitize-html" {
  export default function sanitise(html: string, options: object): string;
}

declare module "anywidget" {
  import type { DOMWidgetModel, DOMWidgetView } from "@jupyter-widgets/base";

  /** Makes the two classes of anywidget out of those of Jupyter's own widgets. */
  export default function make(base: { DOMWidgetModel: typeof DOMWidgetModel; DOMWidgetView: typeof DOMWidgetView }): {
    AnyModel: typeof DOMWidgetModel;
    AnyView: typeof DOMWidgetView;
  };
}
