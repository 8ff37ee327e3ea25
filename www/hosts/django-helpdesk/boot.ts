import { boot } from "../page/boot.js";

boot(() => import("./host.js"));
