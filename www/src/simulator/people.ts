/**
 * The people of the simulated desk: agents in their groups, and requesters who belong to customers.
 *
 * Easy to get wrong: the plan (tier) belongs to the customer, so all requesters of one customer share it.
 */

import { Choice, type Random } from "./random.js";
import { GROUPS, type Group, LANGUAGES, NAMES, PRODUCTS, TIERS } from "./scene.js";

export interface Agent {
  readonly name: string;
  /** Above 1 is slower than the colleagues. */
  readonly pace: number;
}

export type Tier = (typeof TIERS)[number];

export interface Customer {
  readonly name: string;
  readonly tier: Tier;
  readonly language: string;
  readonly product: string;
}

export interface Requester {
  readonly name: string;
  readonly customer: Customer;
}

const TICKETS_PER_CUSTOMER = 22;
const TICKETS_PER_REQUESTER = 5;

export class People {
  readonly #agents = new Map<Group, Agent[]>();
  readonly #requesters: [Requester, ...Requester[]];

  constructor(random: Random, tickets: number) {
    const names = NAMES.values();
    for (const group of GROUPS) {
      const agents = Array.from({ length: group.agents }, (_, index): Agent => {
        const name: string = names.next().value ?? `${group.name} ${index + 1}`;
        return { name, pace: random.lognormal(1, 0.22) };
      });
      this.#agents.set(group, agents);
    }
    this.#requesters = requesters(random, tickets);
  }

  /** Somebody of the group, at random. */
  agent(random: Random, group: Group): Agent {
    const agents = this.#agents.get(group) ?? [];
    return agents[random.below(agents.length)] ?? { name: group.name, pace: 1 };
  }

  /** Somebody of the group who is not `other`, where the group has more than one. */
  colleague(random: Random, group: Group, other: Agent): Agent {
    const agents = (this.#agents.get(group) ?? []).filter((agent) => agent !== other);
    return agents[random.below(agents.length)] ?? other;
  }

  /** Somebody who writes; a few write much more often than most. */
  requester(random: Random): Requester {
    const rank = Math.floor(this.#requesters.length * random.uniform() ** 1.7);
    return this.#requesters[rank] ?? this.#requesters[0];
  }
}

function requesters(random: Random, tickets: number): [Requester, ...Requester[]] {
  const tiers = new Choice(TIERS.map((tier) => [tier, tier.share] as const));
  const languages = new Choice(LANGUAGES);
  const products = new Choice(PRODUCTS);
  const customer = (index: number): Customer => ({
    name: `customer-${index + 1}`,
    tier: tiers.pick(random),
    language: languages.pick(random),
    product: products.pick(random),
  });
  const first = customer(0);
  const customers = [first];
  const wanted = Math.ceil(tickets / TICKETS_PER_CUSTOMER);
  while (customers.length < wanted) customers.push(customer(customers.length));
  const people: [Requester, ...Requester[]] = [{ name: "requester-1", customer: first }];
  const wantedPeople = Math.ceil(tickets / TICKETS_PER_REQUESTER);
  while (people.length < wantedPeople) {
    people.push({
      name: `requester-${people.length + 1}`,
      customer: customers[random.below(customers.length)] ?? first,
    });
  }
  return people;
}
