import "deskgauge/define/distribution";
import { desk } from "./desk.js";

const [{ escalated }] = (await desk.escalationTimes()).rows;
const distribution = document.querySelector("deskgauge-distribution");
distribution.bins = escalated;
distribution.figure = escalated;
