//! What one text only seems to hold: runs aXb of which it has aX at one place and Xb at another, but never both at once.
//!
//! In: the runs of a text, and which runs stand anywhere. Out: those that stand anywhere, but not here. Refuses to know:
//! other texts, lists.

use super::exact::{LONGEST, Run};
use super::fold::GAP;
use super::standing::{FACTOR, Standing, WEIGHTS, mixed};

/// Looks through one text after another; the room to work in is used again.
pub struct Repeats<'s> {
    standing: &'s Standing,
    /// The units from each place on, as many as stand between two others, and in the lowest bits the place.
    places: Vec<Run>,
    /// What stands before and behind X, a pair for each of its places.
    around: Vec<u32>,
    /// What stands behind X anywhere.
    behind: Vec<u16>,
    /// The runs that this text only seems to hold, with their hashes: those of three units, and longer ones.
    seeming: [Vec<(u64, Run)>; 2],
}

/// The bits of the units in a place.
const UNITS: Run = Run::MAX << (128 - 16 * (LONGEST - 2));

impl<'s> Repeats<'s> {
    /// For texts that are among those of which it is known which runs stand.
    pub fn new(standing: &'s Standing) -> Self {
        Repeats { standing, places: Vec::new(), around: Vec::new(), behind: Vec::new(), seeming: Default::default() }
    }

    /// Calls `found` for each run that stands somewhere and only seems to stand in this text.
    pub fn seeming(&mut self, text: &[u16], found: &mut impl FnMut(Run)) {
        let mut places = std::mem::take(&mut self.places);
        places.clear();
        let mut units: Run = 0;
        for (at, unit) in text.iter().enumerate().rev() {
            // What follows the end of a run is no part of it.
            units = if *unit == GAP { 0 } else { Run::from(*unit) << 112 | units >> 16 & UNITS };
            if *unit != GAP {
                places.push(units | at as Run);
            }
        }
        // Sorted by what follows, the places at which one X stands are neighbours, for every length of X.
        places.sort_unstable();
        self.among(text, &places, (1, 0));
        self.places = places;
        // What stands nowhere is asked for all together and not one by one: memory is far away.
        let [short, long] = &mut self.seeming;
        self.standing.retain_short(short);
        long.append(short);
        self.standing.retain(long);
        long.drain(..).for_each(|(_, run)| found(run));
    }

    /// Looks at places that have all units of X in common but the last. `hash` is that of these.
    fn among(&mut self, text: &[u16], places: &[Run], (length, hash): (usize, u64)) {
        let same = |a: &Run, b: &Run| (a ^ b) >> (128 - 16 * length) == 0;
        let last = |place: Run| (place >> (128 - 16 * length)) as u16;
        let is_whole = |group: &&[Run]| group.len() > 1 && last(group[0]) != GAP;
        for group in places.chunk_by(same).filter(is_whole) {
            // Where always the same stands before X, all that stands behind it stands behind both; and behind a longer X.
            let first = before(text, group[0]);
            if group.iter().all(|place| before(text, *place) == first) {
                continue;
            }
            let hash = hash.wrapping_add(WEIGHTS[length - 1].wrapping_mul(last(group[0]).into()));
            self.across(text, group, (length, hash));
            if length < LONGEST - 2 {
                self.among(text, group, (length + 1, hash));
            }
        }
    }

    /// The runs aXb where X stands after one a and before another b, but never between both.
    fn across(&mut self, text: &[u16], group: &[Run], (length, hash): (usize, u64)) {
        let Repeats { around, behind, seeming, .. } = self;
        let after = |place: &Run| text[*place as u32 as usize + length];
        // Where always the same stands behind X, it stands behind all that stands before.
        let first = after(&group[0]);
        if group.iter().all(|place| after(place) == first) {
            return;
        }
        around.clear();
        around.extend(group.iter().map(|place| u32::from(before(text, *place)) << 16 | u32::from(after(place))));
        around.sort_unstable();
        around.dedup();
        behind.clear();
        behind.extend(around.iter().map(|pair| *pair as u16).filter(|unit| *unit != GAP));
        behind.sort_unstable();
        behind.dedup();
        let x = group[0] >> (128 - 16 * length) << (112 - 16 * length);
        let hash = hash.wrapping_mul(FACTOR);
        let seeming = &mut seeming[usize::from(length > 1)];
        for with in around.chunk_by(|a, b| a >> 16 == b >> 16).filter(|with| with[0] >> 16 != u32::from(GAP)) {
            let first = (with[0] >> 16) as u16;
            let mut there = with.iter().map(|pair| *pair as u16).peekable();
            for next in &*behind {
                while there.next_if(|unit| unit < next).is_some() {}
                if there.next_if_eq(next).is_none() {
                    let ends = u64::from(first).wrapping_add(WEIGHTS[length + 1].wrapping_mul((*next).into()));
                    let run = Run::from(first) << 112 | x | Run::from(*next) << (96 - 16 * length);
                    seeming.push((mixed(hash.wrapping_add(ends), length + 2), run));
                }
            }
        }
    }
}

/// What stands before a place.
fn before(text: &[u16], place: Run) -> u16 {
    (place as u32 as usize).checked_sub(1).map_or(GAP, |before| text[before])
}
