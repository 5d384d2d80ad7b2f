//! Which documents hold both ends of a run: its exceptions are told as places among them.
//!
//! In: runs in their order, the lists of pairs, what only seems to hold a run. Out: how many documents seem to hold each
//! run, and where those that do not stand among them. A run that begins as the one before it begins where that one's
//! sets are. Refuses to know: how lists are written.

use super::exact::{LONGEST, Run, Seeming, Units, run, units};
use super::lists::{Set, documents_in};
use super::pairs::{self, Pairs};

/// The documents of all that a run consists of.
pub struct Holding<'a> {
    pairs: &'a Pairs,
    seeming: &'a Seeming,
    /// The run of which the sets are.
    units: Option<Units>,
    /// For each of its beginnings, by length: the documents that hold it from the first unit on, from the second, and so
    /// on to its last pair.
    rows: Vec<Vec<Set>>,
}

impl<'a> Holding<'a> {
    /// Nothing looked at yet.
    pub fn new(pairs: &'a Pairs, seeming: &'a Seeming) -> Self {
        let row = |length: usize| vec![Set::empty(pairs.documents()); length.saturating_sub(1)];
        Holding { pairs, seeming, units: None, rows: (0..=LONGEST).map(row).collect() }
    }

    /// How many documents hold the run without its last unit and without its first, and the places among them of those
    /// that do not hold it as a whole, which `list` lists.
    pub fn places(&mut self, run: Run, list: &[u8]) -> (u32, Vec<u32>) {
        let units = units(run);
        let before = self.units.as_deref().unwrap_or_default();
        let common = units.iter().zip(before).take_while(|(now, before)| now == before).count();
        (common.max(1) + 1..units.len()).for_each(|length| {
            self.row(&units[..length]);
            self.without(&units[..length], 0);
        });
        self.row(&units);
        let all = &mut self.rows[units.len()][0];
        let told = (all.len(), all.places(documents_in(list)));
        all.remove(documents_in(list));
        self.units = Some(units);
        told
    }

    /// Makes the sets of these units, but leaves those in the first that only seem to hold all of them.
    fn row(&mut self, units: &[u16]) {
        let length = units.len();
        let last = length - 2;
        let pair = pairs::key(units[last], units[last + 1]);
        self.pairs.fill(pair, &mut self.rows[length][last]);
        for at in (0..last).rev() {
            let (shorter, these) = self.rows.split_at_mut(length);
            let (set, behind) = these[0][at..].split_at_mut(1);
            set[0].meet(&shorter[length - 1][at], &behind[0]);
            if at > 0 {
                self.without(units, at);
            }
        }
    }

    /// Takes those out that only seem to hold the units from `at` on. (A pair has none.)
    fn without(&mut self, units: &[u16], at: usize) {
        if units.len() - at > 2 {
            self.rows[units.len()][at].remove(self.seeming.documents_of(run(&units[at..])));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::GAP;
    use super::*;

    #[test]
    fn what_comes_before_makes_no_difference() {
        let unit = |text: u16, at: u16| 0x4e00 + (text * text * 31 + at * at * 17 + text * at * 7) / 5 % 3;
        let text = |text: u16| (0..14).map(|at| unit(text, at)).chain([GAP]).collect();
        let texts: Vec<Vec<u16>> = (0..40).map(text).collect();
        let (pairs, seeming) = (Pairs::with_sets(&texts[..]), Seeming::of(&texts[..]));
        let mut holding = Holding::new(&pairs, &seeming);
        let runs: Vec<(Run, &[u8])> = seeming.runs().collect();
        assert!(runs.len() > 20, "{}", runs.len());
        for (run, list) in runs.iter().chain(runs.iter().rev()) {
            let alone = Holding::new(&pairs, &seeming).places(*run, list);
            assert_eq!(holding.places(*run, list), alone, "{}", String::from_utf16_lossy(&units(*run)));
        }
    }
}
