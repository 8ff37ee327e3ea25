"use client";

import { useEffect } from "react";
import { show } from "../page.js";

export function Figures() {
  useEffect(() => {
    show();
  }, []);
  return (
    <>
      <p>
        First response: <output id="figure" />, computed in <output id="engine" />
      </p>
      <deskgauge-kpi-tile />
      <deskgauge-sla-countdown lang="de" />
    </>
  );
}
