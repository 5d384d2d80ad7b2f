//! Which earlier texts a text may be nearly the same as. Like `duplicate`, this looks at all briefs together; it goes by
//! their sketches, and says only whom to compare.
//!
//! Each key of a sketch opens a drawer. A drawer keeps the first few texts and the latest few: a form that ten thousand
//! briefs have filled in is found in it all the same, and nobody is compared with ten thousand.

use rustc_hash::FxHashMap;

use crate::model::Sketch;

/// Texts that a drawer keeps at each end.
const KEPT: usize = 4;
/// Texts that one text is compared with.
const COMPARED: usize = 3;
/// From this share of all that stands in the one or the other, two texts are nearly the same.
const ALIKE: f64 = 0.8;
/// From this share of the shorter one, it stands in the longer one …
const HELD: f64 = 0.9;
/// … where that is not more than so many times as long: a year's report may hold a month's.
const LONGER: usize = 2;

/// For each text that is `asked` about, those earlier ones that it shares most keys with. Texts come in the order of
/// coming, each with its place in that order.
pub fn candidates(texts: &[(&Sketch, bool)]) -> Vec<(usize, Vec<usize>)> {
    let asked = texts.iter().filter(|(_, asked)| *asked);
    let mut drawers: FxHashMap<u32, Drawer> =
        asked.flat_map(|(sketch, _)| sketch.keys()).map(|key| (key, Drawer::default())).collect();
    let mut found = Vec::new();
    for (at, (sketch, asked)) in texts.iter().enumerate() {
        if *asked {
            let near = most_shared(sketch.keys().filter_map(|key| drawers.get(&key)));
            found.extend((!near.is_empty()).then_some((at, near)));
        }
        for key in sketch.keys() {
            if let Some(drawer) = drawers.get_mut(&key) {
                drawer.put(at);
            }
        }
    }
    found
}

/// Those that stand in most drawers, the earliest of equals first.
fn most_shared<'a>(drawers: impl Iterator<Item = &'a Drawer>) -> Vec<usize> {
    let mut there: Vec<usize> = drawers.flat_map(Drawer::texts).collect();
    there.sort_unstable();
    let mut counted: Vec<(usize, usize)> = there.chunk_by(|a, b| a == b).map(|same| (same.len(), same[0])).collect();
    counted.sort_by_key(|(count, at)| (std::cmp::Reverse(*count), *at));
    counted.into_iter().take(COMPARED).map(|(_, at)| at).collect()
}

/// Nearly all of a million drawers never hold more than one text.
#[derive(Debug, Default)]
enum Drawer {
    #[default]
    Empty,
    One(u32),
    Many(Box<Ends>),
}

#[derive(Debug, Default)]
struct Ends {
    first: Vec<usize>,
    latest: Vec<usize>,
}

impl Drawer {
    fn texts(&self) -> impl Iterator<Item = usize> {
        let (one, ends) = match self {
            Drawer::Empty => (None, None),
            Drawer::One(at) => (Some(*at as usize), None),
            Drawer::Many(ends) => (None, Some(ends.first.iter().chain(&ends.latest))),
        };
        one.into_iter().chain(ends.into_iter().flatten().copied())
    }

    fn put(&mut self, at: usize) {
        match self {
            Drawer::Empty => *self = Drawer::One(u32::try_from(at).unwrap_or(u32::MAX)),
            Drawer::One(first) => {
                *self = Drawer::Many(Box::new(Ends { first: vec![*first as usize, at], latest: vec![] }))
            }
            Drawer::Many(ends) => ends.put(at),
        }
    }
}

impl Ends {
    fn put(&mut self, at: usize) {
        if self.first.len() < KEPT {
            return self.first.push(at);
        }
        if self.latest.len() == KEPT {
            self.latest.remove(0);
        }
        self.latest.push(at);
    }
}

/// How alike two texts are, in percent, when that is nearly the same: `one` and `other` are how many shingles they have,
/// `common` how many of these both have.
pub fn likeness(one: usize, other: usize, common: usize) -> Option<u32> {
    let (shorter, longer) = (one.min(other).max(1), one.max(other).max(1));
    let (alike, held) = (common as f64 / (one + other - common).max(1) as f64, common as f64 / shorter as f64);
    let within = held >= HELD && longer <= LONGER * shorter;
    (alike >= ALIKE || within).then_some((if within { held.max(alike) } else { alike } * 100.0).floor() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(words: &str) -> Sketch {
        let text: String = (0..60).map(|n| format!("{words}{n}{words}")).collect();
        Sketch::of(&text).expect("long enough")
    }

    #[test]
    fn only_earlier_texts_are_compared_and_only_for_those_asked_about() {
        let (one, other) = (sketch("甲乙丙丁"), sketch("戊己庚辛"));
        let texts = [(&one, false), (&other, true), (&one, false), (&one, true)];
        assert_eq!(candidates(&texts), [(3, vec![0, 2])]);
    }

    #[test]
    fn a_form_that_many_have_filled_in_is_found_and_compared_with_few() {
        let form = sketch("表格表格");
        let texts = vec![(&form, true); 5_000];
        let found = candidates(&texts);
        assert_eq!(found.len(), 4_999);
        assert!(found.iter().all(|(at, near)| near.len() <= COMPARED && near.iter().all(|other| other < at)));
    }

    #[test]
    fn likeness_is_of_all_or_of_a_part_that_is_not_small() {
        assert_eq!(likeness(100, 100, 89), Some(80));
        assert_eq!(likeness(100, 100, 85), None);
        assert_eq!(likeness(100, 190, 95), Some(95));
        assert_eq!(likeness(100, 300, 100), None);
        assert_eq!(likeness(0, 0, 0), None);
    }
}
