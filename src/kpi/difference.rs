//! How products count a metric otherwise than we do, in sentences, and which public document says so.
//!
//! The sentences are those of the switches, so what is told is what is done. As with
//! [`explanations`](super::explanations), nothing that answers questions may name this table.

use super::metric::Metric;
use super::profile::Profile;
use super::switch::Switch;

/// How a product counts a metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Whose definitions.
    pub profile: Profile,
    /// What it does otherwise, and where that is written.
    pub text: String,
}

/// The products that count a metric otherwise.
pub fn differences(metric: Metric) -> Vec<Difference> {
    let of_profile = |profile: Profile| {
        let switches = profile.switches().of_metric(metric);
        let told: Vec<&str> = switches.iter().map(Switch::text).collect();
        let text = format!("{} ({})", told.join(" "), source(profile));
        (!told.is_empty()).then_some(Difference { profile, text })
    };
    Profile::all().filter_map(of_profile).collect()
}

/// The public document that says how a product counts.
fn source(profile: Profile) -> &'static str {
    match profile {
        Profile::Deskgauge => "deskgauge: Metrics",
        Profile::Zendesk => "Zendesk help: About native Support time duration metrics",
        Profile::Freshdesk => "Freshdesk help: Support metrics in Freshdesk Analytics",
        Profile::Jira => "Atlassian support: SLA condition options in Jira Service Management",
        Profile::Salesforce => "Salesforce help: Case Fields",
        Profile::Servicenow => "ServiceNow documentation: SLA conditions",
        Profile::Zammad => "Zammad source: lib/escalation.rb and Ticket::SetsCloseTime",
        Profile::Chatwoot => "Chatwoot source: reporting_event_listener.rb",
        Profile::Intercom => "Intercom help: Reporting metrics and attributes; Responsiveness report",
    }
}
