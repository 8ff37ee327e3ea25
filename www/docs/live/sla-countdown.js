import "deskgauge/define/sla-countdown";
import { desk } from "./desk.js";

// Your page knows which ticket it shows; this one takes the ticket that is due next.
const { next } = await desk.sla({ next: 1 });
const countdown = document.querySelector("deskgauge-sla-countdown");
Object.assign(countdown, { source: desk, ticket: next[0].ticket });
