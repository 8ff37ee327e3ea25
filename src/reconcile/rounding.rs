//! How the other side rounds, read off the tickets that agree but for it.

/// A way to round to a multiple of a grain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rounding {
    Nearest,
    Floor,
    Ceil,
}

impl Rounding {
    const ALL: [Self; 3] = [Self::Nearest, Self::Floor, Self::Ceil];

    const fn name(self) -> &'static str {
        match self {
            Self::Nearest => "nearest",
            Self::Floor => "floor",
            Self::Ceil => "ceil",
        }
    }

    /// Whether ours, which is more by `difference`, is theirs once rounded.
    fn fits(self, difference: f64, grain: f64) -> bool {
        let slack = grain * 1e-9;
        match self {
            Self::Nearest => difference.abs() <= grain / 2.0 + slack,
            Self::Floor => -slack <= difference && difference < grain - slack,
            Self::Ceil => slack - grain < difference && difference <= slack,
        }
    }
}

/// How the other side rounds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rounded {
    pub grain: f64,
    by: Rounding,
    /// The ways that fit all tickets which are the same but for rounding; `exact` where none is rounded at all.
    pub fitting: Vec<&'static str>,
}

impl Rounded {
    /// Reads it off the differences, ours less theirs.
    pub fn of(differences: impl Iterator<Item = f64> + Clone, grain: f64) -> Self {
        let near = differences.filter(|difference| is_near(*difference, grain));
        let count = |by: Rounding| near.clone().filter(|&difference| by.fits(difference, grain)).count();
        let all = near.clone().count();
        let counts = Rounding::ALL.map(|by| (by, count(by)));
        let most = counts.iter().map(|&(_, count)| count).max().unwrap_or(0);
        let by = counts.iter().find(|&&(_, count)| count == most).map_or(Rounding::Nearest, |&(by, _)| by);
        let mut fitting: Vec<&str> =
            counts.iter().filter(|&&(_, count)| all > 0 && count == all).map(|(by, _)| by.name()).collect();
        if all > 0 && near.clone().all(|difference| difference.abs() <= grain * 1e-9) {
            fitting = vec!["exact"];
        }
        Self { grain, by, fitting }
    }

    /// Whether ours, which is more by `difference`, agrees with theirs.
    pub fn agrees(&self, difference: f64) -> bool {
        self.by.fits(difference, self.grain)
    }

    /// Whether it would under some way to round.
    pub fn is_near(&self, difference: f64) -> bool {
        is_near(difference, self.grain)
    }
}

/// Whether two values are the same but for rounding.
pub(super) fn is_near(difference: f64, grain: f64) -> bool {
    difference.abs() < grain * (1.0 - 1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(differences: &[f64]) -> Rounded {
        Rounded::of(differences.iter().copied(), 60.0)
    }

    #[test]
    fn the_ways_that_fit_all_are_told() {
        assert_eq!(of(&[0.0, 0.0]).fitting, ["exact"]);
        assert_eq!(of(&[0.0, 20.0, 59.0, 600.0]).fitting, ["floor"]);
        assert_eq!(of(&[-20.0, -59.0]).fitting, ["ceil"]);
        assert_eq!(of(&[-20.0, 30.0]).fitting, ["nearest"]);
        assert_eq!(of(&[20.0, 10.0]).fitting, ["nearest", "floor"]);
        assert_eq!(of(&[-59.0, 59.0, 58.0]).fitting, [""; 0]);
        assert_eq!(of(&[]).fitting, [""; 0]);
    }

    #[test]
    fn where_no_way_fits_all_the_commonest_counts() {
        let rounded = of(&[-59.0, 59.0, 58.0]);
        assert!(rounded.agrees(59.0) && !rounded.agrees(-59.0));
        assert!(rounded.is_near(-59.0) && !rounded.is_near(60.0));
    }
}
