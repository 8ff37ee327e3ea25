//! Numbers only: what reports need of descriptive and inferential statistics.
