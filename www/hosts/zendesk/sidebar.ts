/** The frame beside a ticket in Zendesk. */
import { showSidebar } from "../frame/sidebar.js";
import { zendeskFrame } from "./zaf.js";

await showSidebar(await zendeskFrame());
