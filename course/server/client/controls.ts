// The ordinary controls of ipywidgets, loaded by a page that has one: sliders, boxes, buttons.
import * as controls from "@jupyter-widgets/controls";
import "@lumino/widgets/style/index.css";
import "@jupyter-widgets/base/css/index.css";
import "@jupyter-widgets/controls/css/widgets.css";
import sanitise from "sanitize-html";
import { useSanitiser } from "./sanitise";

useSanitiser(sanitise);

export { controls };
