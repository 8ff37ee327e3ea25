// Reads tickets that come as compact JSON with their keys in the usual order, as fast as we
// know how: keys are compared four bytes at a time, words and instants are guessed and checked.
//
// `readSteady` reads tickets from `p` until one differs, and answers where that one starts;
// the caller reads it with `readTicket`. Easy to get wrong: a ticket given up halfway has
// already written events, which must be cleared before others take their place.

import { ASSIGNED, CREATED, ESCALATED, NOTE, REPLY, STATUS, SURVEY } from "./columns.mjs";

/** Four bytes of a text as one little-endian number. */
function four(text, offset) {
  return (
    text.charCodeAt(offset) |
    (text.charCodeAt(offset + 1) << 8) |
    (text.charCodeAt(offset + 2) << 16) |
    (text.charCodeAt(offset + 3) << 24)
  );
}

const ID_0 = four('{"id":', 0);
const ID_2 = four('{"id":', 2);
const CREATED_0 = four(',"created_at":"', 0);
const CREATED_4 = four(',"created_at":"', 4);
const CREATED_8 = four(',"created_at":"', 8);
const CREATED_11 = four(',"created_at":"', 11);
const CHANNEL_0 = four('","channel":"', 0);
const CHANNEL_4 = four('","channel":"', 4);
const CHANNEL_8 = four('","channel":"', 8);
const CHANNEL_9 = four('","channel":"', 9);
const PRIORITY_0 = four(',"priority":"', 0);
const PRIORITY_4 = four(',"priority":"', 4);
const PRIORITY_8 = four(',"priority":"', 8);
const PRIORITY_9 = four(',"priority":"', 9);
const TIER_0 = four(',"tier":"', 0);
const TIER_4 = four(',"tier":"', 4);
const TIER_5 = four(',"tier":"', 5);
const GROUP_0 = four(',"group":"', 0);
const GROUP_4 = four(',"group":"', 4);
const GROUP_6 = four(',"group":"', 6);
const LEVEL_0 = four(',"level":', 0);
const LEVEL_4 = four(',"level":', 4);
const LEVEL_5 = four(',"level":', 5);
const ASSIGNEE_0 = four(',"assignee":"', 0);
const ASSIGNEE_4 = four(',"assignee":"', 4);
const ASSIGNEE_8 = four(',"assignee":"', 8);
const ASSIGNEE_9 = four(',"assignee":"', 9);
const STATUS_0 = four(',"status":"', 0);
const STATUS_4 = four(',"status":"', 4);
const STATUS_7 = four(',"status":"', 7);
const EVENTS_0 = four(',"events":[', 0);
const EVENTS_4 = four(',"events":[', 4);
const EVENTS_7 = four(',"events":[', 7);
const AT_0 = four('{"at":"', 0);
const AT_3 = four('{"at":"', 3);
const KIND_0 = four('","kind":"', 0);
const KIND_4 = four('","kind":"', 4);
const KIND_6 = four('","kind":"', 6);
const ROLE_0 = four(',"role":"', 0);
const ROLE_4 = four(',"role":"', 4);
const ROLE_5 = four(',"role":"', 5);
const AGENT_0 = four(',"agent":"', 0);
const AGENT_4 = four(',"agent":"', 4);
const AGENT_6 = four(',"agent":"', 6);
const TO_0 = four(',"to":"', 0);
const TO_2 = four(',"to":', 2);
const TO_3 = four(',"to":"', 3);
const SENSE_0 = four(',"sense":"', 0);
const SENSE_4 = four(',"sense":"', 4);
const SENSE_6 = four(',"sense":"', 6);
const FROM_0 = four(',"from":', 0);
const FROM_4 = four(',"from":', 4);
const SURVEY_0 = four(',"survey":"', 0);
const SURVEY_4 = four(',"survey":"', 4);
const SURVEY_7 = four(',"survey":"', 7);
const SCORE_0 = four(',"score":', 0);
const SCORE_4 = four(',"score":', 4);
const SCORE_5 = four(',"score":', 5);

const COMMA = 44;
const CLOSE = 93;
const UNBRACE = 125;

/** Reads on from `p`; tickets must start before `end`, and `view` must reach 64 bytes past it. */
export function readSteady(columns, instants, bytes, view, p, end) {
  const { channels, priorities, tiers, groups, agents, statuses, kinds, roles, senses, surveys } = columns;
  const { id, created, channel, priority, tier, group, level, assignee, status, firstEvent } = columns.ticket;
  const { at, kind, role, agent, group: toGroup, to, from, sense, survey, score } = columns.event;
  const { ticketRoom, eventRoom } = columns;
  let row = columns.tickets;
  let event = columns.events;
  let start = p;
  let code = 0;

  tickets: while (p < end && row < ticketRoom) {
    start = p;
    const first = event;
    firstEvent[row] = first;
    if (view.getInt32(p, true) !== ID_0 || view.getInt32(p + 2, true) !== ID_2) break;
    p += 6;
    let value = 0;
    for (let digit = bytes[p] - 48; digit >= 0 && digit <= 9; digit = bytes[p] - 48) {
      value = value * 10 + digit;
      p += 1;
    }
    id[row] = value;
    if (
      view.getInt32(p, true) !== CREATED_0 ||
      view.getInt32(p + 4, true) !== CREATED_4 ||
      view.getInt32(p + 8, true) !== CREATED_8 ||
      view.getInt32(p + 11, true) !== CREATED_11
    )
      break;
    value = instants.at(view, p + 15);
    if (value < 0) break;
    created[row] = value;
    p += 35;
    if (
      view.getInt32(p, true) !== CHANNEL_0 ||
      view.getInt32(p + 4, true) !== CHANNEL_4 ||
      view.getInt32(p + 8, true) !== CHANNEL_8 ||
      view.getInt32(p + 9, true) !== CHANNEL_9
    )
      break;
    code = channels.at(view, p + 13);
    if (code === 0) break;
    channel[row] = code;
    p += channels.length[code] + 14;
    if (
      view.getInt32(p, true) !== PRIORITY_0 ||
      view.getInt32(p + 4, true) !== PRIORITY_4 ||
      view.getInt32(p + 8, true) !== PRIORITY_8 ||
      view.getInt32(p + 9, true) !== PRIORITY_9
    )
      break;
    code = priorities.at(view, p + 13);
    if (code === 0) break;
    priority[row] = code;
    p += priorities.length[code] + 14;
    if (
      view.getInt32(p, true) !== TIER_0 ||
      view.getInt32(p + 4, true) !== TIER_4 ||
      view.getInt32(p + 5, true) !== TIER_5
    )
      break;
    code = tiers.at(view, p + 9);
    if (code === 0) break;
    tier[row] = code;
    p += tiers.length[code] + 10;
    if (
      view.getInt32(p, true) !== GROUP_0 ||
      view.getInt32(p + 4, true) !== GROUP_4 ||
      view.getInt32(p + 6, true) !== GROUP_6
    )
      break;
    code = groups.at(view, p + 10);
    if (code === 0) break;
    group[row] = code;
    p += groups.length[code] + 11;
    if (
      view.getInt32(p, true) !== LEVEL_0 ||
      view.getInt32(p + 4, true) !== LEVEL_4 ||
      view.getInt32(p + 5, true) !== LEVEL_5
    )
      break;
    level[row] = bytes[p + 9] - 48;
    p += 10;
    if (view.getInt32(p, true) === ASSIGNEE_0) {
      if (
        view.getInt32(p + 4, true) !== ASSIGNEE_4 ||
        view.getInt32(p + 8, true) !== ASSIGNEE_8 ||
        view.getInt32(p + 9, true) !== ASSIGNEE_9
      )
        break;
      code = agents.at(view, p + 13);
      if (code === 0) break;
      assignee[row] = code;
      p += agents.length[code] + 14;
    } else {
      assignee[row] = 0;
    }
    if (
      view.getInt32(p, true) !== STATUS_0 ||
      view.getInt32(p + 4, true) !== STATUS_4 ||
      view.getInt32(p + 7, true) !== STATUS_7
    )
      break;
    code = statuses.at(view, p + 11);
    if (code === 0) break;
    status[row] = code;
    p += statuses.length[code] + 12;
    if (
      view.getInt32(p, true) !== EVENTS_0 ||
      view.getInt32(p + 4, true) !== EVENTS_4 ||
      view.getInt32(p + 7, true) !== EVENTS_7
    )
      break;
    p += 11;

    for (;;) {
      if (event === eventRoom) break tickets;
      if (view.getInt32(p, true) !== AT_0 || view.getInt32(p + 3, true) !== AT_3) break tickets;
      value = instants.at(view, p + 7);
      if (value < 0) break tickets;
      at[event] = value;
      p += 27;
      if (
        view.getInt32(p, true) !== KIND_0 ||
        view.getInt32(p + 4, true) !== KIND_4 ||
        view.getInt32(p + 6, true) !== KIND_6
      )
        break tickets;
      const happened = kinds.at(view, p + 10);
      kind[event] = happened;
      p += kinds.length[happened] + 11;
      switch (happened) {
        case CREATED:
          break;
        case REPLY:
        case NOTE:
          if (
            view.getInt32(p, true) !== ROLE_0 ||
            view.getInt32(p + 4, true) !== ROLE_4 ||
            view.getInt32(p + 5, true) !== ROLE_5
          )
            break tickets;
          code = roles.at(view, p + 9);
          if (code === 0) break tickets;
          role[event] = code;
          p += roles.length[code] + 10;
          break;
        case ASSIGNED:
          if (
            view.getInt32(p, true) !== AGENT_0 ||
            view.getInt32(p + 4, true) !== AGENT_4 ||
            view.getInt32(p + 6, true) !== AGENT_6
          )
            break tickets;
          code = agents.at(view, p + 10);
          if (code === 0) break tickets;
          agent[event] = code;
          p += agents.length[code] + 11;
          if (bytes[p] === COMMA) {
            if (
              view.getInt32(p, true) !== GROUP_0 ||
              view.getInt32(p + 4, true) !== GROUP_4 ||
              view.getInt32(p + 6, true) !== GROUP_6
            )
              break tickets;
            code = groups.at(view, p + 10);
            if (code === 0) break tickets;
            toGroup[event] = code;
            p += groups.length[code] + 11;
          }
          break;
        case STATUS:
          if (view.getInt32(p, true) !== TO_0 || view.getInt32(p + 3, true) !== TO_3) break tickets;
          code = statuses.at(view, p + 7);
          if (code === 0) break tickets;
          to[event] = code;
          p += statuses.length[code] + 8;
          break;
        case ESCALATED:
          if (
            view.getInt32(p, true) !== SENSE_0 ||
            view.getInt32(p + 4, true) !== SENSE_4 ||
            view.getInt32(p + 6, true) !== SENSE_6
          )
            break tickets;
          code = senses.at(view, p + 10);
          if (code === 0) break tickets;
          sense[event] = code;
          p += senses.length[code] + 11;
          if (bytes[p] === COMMA) {
            if (view.getInt32(p, true) !== FROM_0 || view.getInt32(p + 4, true) !== FROM_4) break tickets;
            from[event] = bytes[p + 8] - 48;
            p += 9;
            if (view.getInt32(p, true) !== TO_0 || view.getInt32(p + 2, true) !== TO_2) break tickets;
            to[event] = bytes[p + 6] - 48;
            p += 7;
          }
          break;
        case SURVEY:
          if (
            view.getInt32(p, true) !== SURVEY_0 ||
            view.getInt32(p + 4, true) !== SURVEY_4 ||
            view.getInt32(p + 7, true) !== SURVEY_7
          )
            break tickets;
          code = surveys.at(view, p + 11);
          if (code === 0) break tickets;
          survey[event] = code;
          p += surveys.length[code] + 12;
          if (
            view.getInt32(p, true) !== SCORE_0 ||
            view.getInt32(p + 4, true) !== SCORE_4 ||
            view.getInt32(p + 5, true) !== SCORE_5
          )
            break tickets;
          score[event] = bytes[p + 9] - 48;
          p += 10;
          break;
        default:
          break tickets;
      }
      if (bytes[p] !== UNBRACE) break tickets;
      event += 1;
      p += 2;
      if (bytes[p - 1] === COMMA) continue;
      if (bytes[p - 1] !== CLOSE) break tickets;
      break;
    }
    if (bytes[p] !== UNBRACE || bytes[p + 1] !== 10) break;
    p += 2;
    row += 1;
    columns.tickets = row;
    columns.events = event;
    start = p;
  }
  if (event > columns.events || start < p) columns.forgetEvents(columns.events, event + 1);
  return start;
}
