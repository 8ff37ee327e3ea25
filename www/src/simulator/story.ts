/**
 * The record of one ticket while it is being told: its events up to the end of the data, and where they leave it.
 *
 * Easy to get wrong: an event at or after the end of the data has not happened yet. It is not recorded and changes nothing, so the
 * ticket stays as it was: that is where the open tickets come from.
 */
import type { Agent } from "./people.js";
import type { Group } from "./scene.js";
import type { DeskPacker, EventDetails, Role } from "./shape.js";

export class Story {
  readonly #packer: DeskPacker;
  readonly #end: number;
  /** When the latest told event happened, or would have. */
  at: number;
  agentReplies = 0;
  /** Where the told story stands, whether or not it has happened yet. */
  group: Group;
  agent: Agent | undefined;
  /** What is recorded. */
  recorded: { status: string; priority: string; group: string; level: string; assignee: string | undefined };

  constructor(packer: DeskPacker, end: number, at: number, group: Group, priority: string) {
    this.#packer = packer;
    this.#end = end;
    this.at = at;
    this.group = group;
    this.recorded = {
      status: "new",
      priority,
      group: group.name,
      level: String(group.level),
      assignee: undefined,
    };
  }

  /** Whether the story has gone past the end of the data. */
  get over(): boolean {
    return this.at >= this.#end;
  }

  /** Record an event, never before the one told last, at full seconds as most desks do. */
  tell(at: number, kind: string, role: Role, actor?: string, details?: EventDetails): void {
    this.at = Math.max(this.at, Math.round(at / 1000) * 1000);
    if (this.over) return;
    this.#packer.event(this.at, kind, role, actor, details);
    if (details !== undefined) this.#record(kind, details);
  }

  assign(at: number, agent: Agent): void {
    this.agent = agent;
    this.tell(at, "assigned", "bot", undefined, { agent: agent.name, group: this.group.name });
  }

  status(at: number, to: string, role: Role): void {
    this.tell(at, "status", role, role === "agent" ? this.agent?.name : undefined, { to });
  }

  reply(at: number): void {
    this.agentReplies++;
    this.tell(at, "reply", "agent", this.agent?.name);
  }

  #record(kind: string, { to, sense, group, agent }: EventDetails): void {
    if (kind === "status" && to !== undefined) this.recorded.status = to;
    else if (kind === "priority" && to !== undefined) this.recorded.priority = to;
    else if (kind === "escalated" && sense === "tier" && to !== undefined) this.recorded.level = to;
    else if (kind === "assigned") {
      if (group !== undefined && group !== this.recorded.group) {
        this.recorded.group = group;
        this.recorded.assignee = undefined;
      }
      if (agent !== undefined) this.recorded.assignee = agent;
    }
  }
}
