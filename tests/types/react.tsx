// The widgets' tags in JSX, as React 19 reads them; compiled, never run.

import type { EscalationTimes, Findings, Report } from "deskgauge";
import type {} from "deskgauge/jsx";
import type { KpiTile } from "deskgauge/widgets/kpi-tile";

export function page(report: Report, times: EscalationTimes, findings: Findings) {
  return (
    <main>
      <deskgauge-kpi-tile
        report={report}
        metric="csat"
        statistic="p90"
        id="tile"
        className="wide"
        ref={(tile: KpiTile | null) => void tile?.report}
        ondeskgauge-drill-down={({ detail }) => void detail.cell}
      />
      <deskgauge-escalation-times answer={times} curve="incidence" noExport />
      <deskgauge-findings
        answer={findings}
        ondeskgauge-select={({ detail: { dimension, word } }) => void [dimension.length, word]}
      />
      {/* @ts-expect-error no such curve */}
      <deskgauge-escalation-times answer={times} curve="hazard" />
      {/* @ts-expect-error no such field */}
      <deskgauge-kpi-tile metrik="csat" />
      {/* @ts-expect-error a report is not a sentence */}
      <deskgauge-kpi-tile report="weekly" />
      {/* @ts-expect-error a drill-down carries no number */}
      <deskgauge-kpi-tile ondeskgauge-drill-down={(event: CustomEvent<number>) => void event} />
      {/* @ts-expect-error no such widget */}
      <deskgauge-kpi-tiles />
    </main>
  );
}
