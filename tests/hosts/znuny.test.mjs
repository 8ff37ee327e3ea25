// Znuny works out first responses in working minutes of its own, another second opinion. Debian keeps its package, otrs2, in
// the non-free part of the archive, which is enabled by few.
import { execFileSync } from "node:child_process";
import { test } from "node:test";

function candidate(name) {
  try {
    const told = execFileSync("apt-cache", ["policy", name], { encoding: "utf8" });
    return /Candidate: (?!\(none\))(\S+)/.exec(told)?.[1];
  } catch {
    return undefined;
  }
}

const version = candidate("otrs2");
const why =
  version === undefined
    ? "the package otrs2 is not in the package sources of this machine"
    : `otrs2 ${version} could be installed, but nothing here brings Znuny up yet`;

test("Znuny's own FirstResponseInMin is the time to the first reply in its calendar", { skip: why });
