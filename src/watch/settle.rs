//! When what has changed has come to rest: many changes → one build, and half a file → none.
//!
//! In: paths with their stamps, and the time since the start, told by whoever looks. Out: when to look again, and what
//! lies still. A unit's file lies still when it looks the same at two looks; how far apart depends on whether the
//! system has told that its writer closed it. Units' files and the office's own wait apart: a scan that is being copied
//! for minutes must not keep an editor from seeing a change. Where changes never cease, what lies still is taken at
//! intervals, and the rest waits on.
//! Refuses to know: files, the clock.

use std::collections::BTreeMap;
use std::time::Duration;

use super::matters::Owner;
use crate::disk::Stamp;

/// What an event says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Somebody is writing it.
    Writing,
    /// Its writer has closed it, or it came under its name as a whole, or it is gone.
    Whole,
    /// Something else about it has changed.
    Touched,
}

/// How long things must lie still.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// The office's own files: as long as an editor takes to put a new file in the place of the old one.
    pub own: Duration,
    /// Units' files that are whole as far as the system knows.
    pub whole: Duration,
    /// Units' files of which nothing is known.
    pub quiet: Duration,
    /// Units' files that somebody is writing as far as the system knows. Where it tells that files are closed, a copy
    /// that stands still is no whole one yet.
    pub open: Duration,
    /// How long what lies still waits for the rest.
    pub patience: Duration,
}

struct Waiting {
    stamp: Option<Stamp>,
    since: Duration,
    /// What the last event said; `None` where it was seen by looking only.
    hint: Option<Hint>,
}

#[derive(Default)]
struct Queue {
    waiting: BTreeMap<String, Waiting>,
    /// Since when the oldest has been waiting.
    first: Option<Duration>,
}

/// What has changed and has not come to rest.
pub struct Settling {
    pace: Pace,
    units: Queue,
    own: Queue,
}

impl Settling {
    /// Nothing has changed.
    pub fn new(pace: Pace) -> Self {
        Settling { pace, units: Queue::default(), own: Queue::default() }
    }

    /// An event came: whatever the file looks like, something has just been done to it.
    pub fn noticed(&mut self, owner: Owner, path: &str, stamp: Option<Stamp>, hint: Hint, now: Duration) {
        let queue = self.queue(owner);
        let before = queue.waiting.get(path).and_then(|waiting| waiting.hint);
        let hint = if hint == Hint::Touched { before } else { Some(hint) };
        queue.first.get_or_insert(now);
        queue.waiting.insert(path.to_owned(), Waiting { stamp, since: now, hint });
    }

    /// Somebody looked: only another look than the last one says that something has been done.
    pub fn looked(&mut self, owner: Owner, path: &str, stamp: Option<Stamp>, now: Duration) {
        let queue = self.queue(owner);
        let before = queue.waiting.get(path);
        if before.is_none_or(|waiting| waiting.stamp != stamp) {
            // What is gone will not be closed any more.
            let hint = before.and_then(|w| w.hint).filter(|hint| *hint == Hint::Writing && stamp.is_some());
            queue.first.get_or_insert(now);
            queue.waiting.insert(path.to_owned(), Waiting { stamp, since: now, hint });
        }
    }

    /// When to look at everything that waits; `None` when nothing does.
    pub fn due(&self) -> Option<Duration> {
        let at = |owner| {
            let (queue, pace) = (self.queue_of(owner), &self.pace);
            let all = queue.waiting.values().map(|waiting| waiting.since + pace.rest(owner, waiting)).max()?;
            Some(all.min(queue.first? + pace.patience))
        };
        [at(Owner::Unit), at(Owner::Office)].into_iter().flatten().min()
    }

    /// What waits.
    pub fn waiting(&self) -> Vec<(Owner, String)> {
        let of = |owner| self.queue_of(owner).waiting.keys().map(move |path| (owner, path.clone()));
        of(Owner::Unit).chain(of(Owner::Office)).collect()
    }

    /// What lies still, if it is time for it, with how it looks.
    pub fn take(&mut self, now: Duration) -> Vec<(String, Option<Stamp>)> {
        let mut taken = Vec::new();
        let pace = self.pace;
        for owner in [Owner::Unit, Owner::Office] {
            let queue = self.queue(owner);
            let still = |waiting: &Waiting| waiting.since + pace.rest(owner, waiting) <= now;
            let all = queue.waiting.values().all(still);
            if !all && queue.first.is_some_and(|first| now < first + pace.patience) {
                continue;
            }
            let (settled, rest) = std::mem::take(&mut queue.waiting).into_iter().partition(|(_, w)| still(w));
            queue.waiting = rest;
            queue.first = (!queue.waiting.is_empty()).then_some(now);
            let settled: BTreeMap<String, Waiting> = settled;
            taken.extend(settled.into_iter().map(|(path, waiting)| (path, waiting.stamp)));
        }
        taken
    }

    fn queue(&mut self, owner: Owner) -> &mut Queue {
        match owner {
            Owner::Unit => &mut self.units,
            Owner::Office => &mut self.own,
        }
    }

    fn queue_of(&self, owner: Owner) -> &Queue {
        match owner {
            Owner::Unit => &self.units,
            Owner::Office => &self.own,
        }
    }
}

impl Pace {
    fn rest(&self, owner: Owner, waiting: &Waiting) -> Duration {
        match (owner, waiting.hint) {
            (Owner::Office, _) => self.own,
            (Owner::Unit, Some(Hint::Whole)) => self.whole,
            (Owner::Unit, Some(Hint::Writing)) => self.open,
            (Owner::Unit, _) => self.quiet,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace { own: ms(20), whole: ms(100), quiet: ms(2000), open: ms(9000), patience: ms(3000) };

    const fn ms(count: u64) -> Duration {
        Duration::from_millis(count)
    }

    fn sized(size: u64) -> Option<Stamp> {
        Some(Stamp { size, modified: None })
    }

    /// Looks at everything that waits and takes what lies still. `sizes`: what there is to see.
    fn turn(settling: &mut Settling, sizes: &dyn Fn(&str) -> Option<Stamp>, now: Duration) -> Vec<String> {
        for (owner, path) in settling.waiting() {
            settling.looked(owner, &path, sizes(&path), now);
        }
        settling.take(now).into_iter().map(|(path, _)| path).collect()
    }

    #[test]
    fn a_file_that_its_writer_closed_is_taken_soon_and_others_after_a_while() {
        let mut settling = Settling::new(PACE);
        assert_eq!(settling.due(), None);
        settling.looked(Owner::Unit, "甲", sized(5), ms(0));
        assert_eq!(settling.due(), Some(ms(2000)));
        settling.noticed(Owner::Unit, "甲", sized(9), Hint::Whole, ms(40));
        assert_eq!(settling.due(), Some(ms(140)));
        assert_eq!(turn(&mut settling, &|_| sized(9), ms(139)), [""; 0]);
        assert_eq!(turn(&mut settling, &|_| sized(9), ms(140)), ["甲"]);
        assert_eq!(settling.due(), None);
        settling.noticed(Owner::Office, "乙", sized(1), Hint::Writing, ms(500));
        assert_eq!(settling.due(), Some(ms(520)));
    }

    #[test]
    fn a_file_that_has_grown_at_the_second_look_waits_for_a_third() {
        let mut settling = Settling::new(PACE);
        settling.looked(Owner::Unit, "甲", sized(5), ms(0));
        assert_eq!(turn(&mut settling, &|_| sized(8), ms(2000)), [""; 0]);
        assert_eq!(settling.due(), Some(ms(3000)), "patience ends before it lies still");
        assert_eq!(turn(&mut settling, &|_| sized(8), ms(3000)), [""; 0]);
        assert_eq!(turn(&mut settling, &|_| sized(8), ms(4000)), ["甲"]);
    }

    #[test]
    fn a_copy_that_stands_still_before_it_is_closed_is_not_taken() {
        let mut settling = Settling::new(PACE);
        settling.noticed(Owner::Unit, "甲", sized(5), Hint::Writing, ms(0));
        for later in [2000, 3000, 6000, 8999] {
            assert_eq!(turn(&mut settling, &|_| sized(5), ms(later)), [""; 0]);
        }
        settling.noticed(Owner::Unit, "甲", sized(7), Hint::Whole, ms(8999));
        assert_eq!(turn(&mut settling, &|_| sized(7), ms(9099)), ["甲"]);
        settling.noticed(Owner::Unit, "乙", sized(5), Hint::Writing, ms(10_000));
        assert_eq!(turn(&mut settling, &|_| sized(5), ms(19_000)), ["乙"], "a second name for a file is never closed");
    }

    #[test]
    fn what_was_closed_and_is_written_again_is_not_whole() {
        let mut settling = Settling::new(PACE);
        settling.noticed(Owner::Unit, "甲", sized(5), Hint::Whole, ms(0));
        settling.noticed(Owner::Unit, "甲", sized(5), Hint::Touched, ms(10));
        assert_eq!(settling.due(), Some(ms(110)), "another time or permission does not open it");
        assert_eq!(turn(&mut settling, &|_| sized(7), ms(110)), [""; 0]);
        assert_eq!(settling.due(), Some(ms(2110)));
    }

    #[test]
    fn a_thousand_files_are_taken_at_once() {
        let mut settling = Settling::new(PACE);
        for count in 0..1000 {
            settling.noticed(Owner::Unit, &format!("{count:04}"), sized(count), Hint::Whole, ms(count * 2));
        }
        let same = |path: &str| sized(path.parse().expect("a number"));
        assert_eq!(settling.due(), Some(ms(1998 + 100)));
        assert_eq!(turn(&mut settling, &same, ms(2098)).len(), 1000);
    }

    #[test]
    fn where_changes_never_cease_what_lies_still_is_taken_and_the_rest_waits() {
        let mut settling = Settling::new(PACE);
        let mut taken = Vec::new();
        settling.noticed(Owner::Unit, "整", sized(1), Hint::Whole, ms(0));
        for step in 0..100 {
            let now = ms(step * 100);
            settling.noticed(Owner::Unit, "半", sized(step), Hint::Writing, now);
            taken.extend(turn(&mut settling, &|path| sized(if path == "半" { step } else { 1 }), now));
        }
        assert_eq!(taken, ["整"], "the one that grows is never taken");
        assert_eq!(turn(&mut settling, &|_| sized(99), ms(9900 + 9000)), ["半"]);
    }

    #[test]
    fn the_offices_own_files_do_not_wait_for_the_units() {
        let mut settling = Settling::new(PACE);
        settling.noticed(Owner::Unit, "半", sized(1), Hint::Writing, ms(0));
        settling.noticed(Owner::Office, "模板", sized(1), Hint::Writing, ms(5));
        assert_eq!(settling.due(), Some(ms(25)));
        assert_eq!(turn(&mut settling, &|_| sized(1), ms(25)), ["模板"]);
        assert_eq!(settling.due(), Some(ms(3000)));
    }

    #[test]
    fn a_file_that_is_replaced_is_not_gone() {
        let mut settling = Settling::new(PACE);
        settling.noticed(Owner::Unit, "甲", None, Hint::Whole, ms(0));
        settling.noticed(Owner::Unit, "甲", sized(4), Hint::Whole, ms(60));
        settling.looked(Owner::Unit, "甲", sized(4), ms(160));
        assert_eq!(settling.take(ms(160)), [("甲".to_owned(), sized(4))]);
    }
}
