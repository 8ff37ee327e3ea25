import "deskgauge/define/breach-list";
import { desk } from "./desk.js";

const list = document.querySelector("deskgauge-breach-list");
list.source = desk;
list.names = (ticket) => `Ticket ${ticket}`;
list.addEventListener("deskgauge-open-ticket", ({ detail }) => console.log("open", detail.ticket));
