/** The frame beside a ticket in Freshdesk. */
import { showSidebar } from "../frame/sidebar.js";
import { freshdeskFrame } from "./fdk.js";

await showSidebar(await freshdeskFrame());
