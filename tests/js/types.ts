// What a stranger's TypeScript may rely on; `npm run check` compiles it against the built package and runs nothing.

import { SIMULATED, type SimulationOptions, simulate } from "deskgauge/simulator";

const options: SimulationOptions = { ...SIMULATED, tickets: 10, from: "2026-01-05", to: new Date() };

export const created: Float64Array = simulate(options).tickets.created_at;
