/** The page behind the app's icon in Freshdesk's navigation. */
import { showOverview } from "../frame/overview.js";
import { freshdeskFrame } from "./fdk.js";

await showOverview(await freshdeskFrame());
