/** The sandbox: one design, without limits. */

import { open_editor } from "./editing";

void open_editor();
