//! Long work, told of while it goes on: steps that begin, count their pieces and end.
//!
//! In: what rooms whose work takes long say of it: a step begins, it has so many pieces, one more is done. Out: how far
//! the step under way has come, for whoever looks now and then; every step that has ended, as a stage with what it took
//! and made. None of it gets into any file: the same input gives the same bytes.
//! Refuses to know: what the steps do, whether anybody looks, and how they see it (a terminal, a log, nothing).

mod now;
mod stage;

pub use now::Now;
pub use stage::Stage;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What is done with a stage that has ended.
type Told = Box<dyn Fn(&Stage) + Send + Sync>;

/// The steps of one work, one after the other. Pieces are counted from any thread.
#[derive(Default)]
pub struct Progress {
    told: Option<Told>,
    steps: Mutex<Steps>,
    pieces: AtomicUsize,
    done: AtomicUsize,
}

#[derive(Default)]
struct Steps {
    since: Option<Instant>,
    now: Option<Step>,
    past: Vec<Stage>,
}

/// The step under way.
struct Step {
    name: &'static str,
    unit: &'static str,
    since: Instant,
    busy: Option<Duration>,
    bytes: u64,
}

impl Progress {
    /// Nobody is told when a step ends.
    pub fn new() -> Self {
        Progress::default()
    }

    /// Tells every stage when it has ended.
    pub fn telling(told: impl Fn(&Stage) + Send + Sync + 'static) -> Self {
        Progress { told: Some(Box::new(told)), ..Progress::default() }
    }

    /// A step begins (its name in words for the office), and the one before has ended.
    pub fn begins(&self, name: &'static str) {
        self.ends();
        let mut steps = self.steps();
        let since = Instant::now();
        steps.since.get_or_insert(since);
        self.pieces.store(0, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        steps.now = Some(Step { name, unit: "", since, busy: stage::busy(), bytes: 0 });
    }

    /// The step has so many pieces (篇, 个文件).
    pub fn pieces(&self, count: usize, unit: &'static str) {
        let mut steps = self.steps();
        self.pieces.store(count, Ordering::Relaxed);
        steps.now.iter_mut().for_each(|step| step.unit = unit);
    }

    /// One more piece is done.
    pub fn one(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// The step has read or made so many bytes.
    pub fn bytes(&self, bytes: u64) {
        self.steps().now.iter_mut().for_each(|step| step.bytes += bytes);
    }

    /// The step ends, if there is one, and no other follows at once.
    pub fn ends(&self) {
        let Some(stage) = self.end() else { return };
        self.told.iter().for_each(|told| told(&stage));
    }

    /// How far it is at this moment; `None` between steps.
    pub fn now(&self) -> Option<Now> {
        let (steps, moment) = (self.steps(), Instant::now());
        let step = steps.now.as_ref()?;
        let (pieces, done) = (self.pieces.load(Ordering::Relaxed), self.done.load(Ordering::Relaxed));
        let work = steps.since.map_or(Duration::ZERO, |since| moment - since);
        Some(Now { name: step.name, work, step: moment - step.since, done, pieces })
    }

    /// Ends the last step and gives all stages, in their order; one that came more than once is one.
    pub fn stages(&self) -> Vec<Stage> {
        self.ends();
        stage::joined(std::mem::take(&mut self.steps().past))
    }

    fn end(&self) -> Option<Stage> {
        let mut steps = self.steps();
        let Step { name, unit, since, busy, bytes } = steps.now.take()?;
        let processors = stage::busy().zip(busy).map(|(now, before)| now.saturating_sub(before));
        let pieces = self.pieces.load(Ordering::Relaxed);
        let stage = Stage { name, wall: since.elapsed(), processors, pieces, unit, bytes };
        steps.past.push(stage);
        Some(stage)
    }

    /// Steps that a thread has left behind that broke down are as good as any.
    fn steps(&self) -> MutexGuard<'_, Steps> {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn steps_begin_count_and_end() {
        let names = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&names);
        let progress = Progress::telling(move |stage| told.lock().expect("one thread").push(stage.name));
        assert_eq!(progress.now(), None);
        progress.begins("读期刊");
        progress.pieces(3, "期");
        progress.bytes(3_000_000);
        progress.begins("收文与检查");
        assert_eq!(progress.now().map(|now| (now.name, now.done, now.pieces)), Some(("收文与检查", 0, 0)));
        progress.pieces(2, "篇");
        progress.one();
        assert_eq!(progress.now().map(|now| (now.done, now.pieces)), Some((1, 2)));
        progress.begins("读期刊");
        progress.pieces(5, "期");
        let stages = progress.stages();
        assert_eq!(progress.now(), None);
        let made: Vec<_> = stages.iter().map(|stage| (stage.name, stage.pieces, stage.unit, stage.bytes)).collect();
        assert_eq!(made, [("读期刊", 5, "期", 3_000_000), ("收文与检查", 2, "篇", 0)]);
        assert_eq!(*names.lock().expect("one thread"), ["读期刊", "收文与检查", "读期刊"]);
        assert!(progress.stages().is_empty(), "given once");
    }

    #[test]
    fn pieces_are_counted_from_all_threads_and_anew_in_each_step() {
        let progress = Progress::new();
        progress.begins("甲");
        progress.pieces(4000, "篇");
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..1000).for_each(|_| progress.one()));
            }
        });
        assert_eq!(progress.now().map(|now| now.done), Some(4000));
        progress.begins("乙");
        assert_eq!(progress.now().map(|now| (now.done, now.pieces)), Some((0, 0)));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn work_is_seen() {
        let progress = Progress::new();
        progress.begins("忙");
        let before = stage::busy();
        while stage::busy() == before {
            std::hint::spin_loop();
        }
        assert!(progress.stages()[0].processors.is_some_and(|busy| !busy.is_zero()));
    }
}
