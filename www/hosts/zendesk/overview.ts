/** The page behind the app's icon in Zendesk's navigation bar. */
import { showOverview } from "../frame/overview.js";
import { zendeskFrame } from "./zaf.js";

await showOverview(await zendeskFrame());
