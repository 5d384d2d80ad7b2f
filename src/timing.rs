//! Where the time of a long run went: stages, one after the other, with what each took and made.
//!
//! In: the moments at which stages end. Out: stages with wall time and, where the system tells it, the time of all
//! processors. None of it gets into any file: the same input gives the same bytes. Refuses to know: what the stages do.

use std::time::{Duration, Instant};

/// A part of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// What was done, in words for the office.
    pub name: &'static str,
    /// How long it took.
    pub wall: Duration,
    /// How long processors were busy with it, all of them together; `None` where the system does not tell.
    pub processors: Option<Duration>,
    /// How many files it read or made; nought where it made none.
    pub files: usize,
    /// How many bytes are in them.
    pub bytes: u64,
}

/// The stages so far.
#[derive(Debug)]
pub struct Timing {
    since: Instant,
    busy: Option<Duration>,
    stages: Vec<Stage>,
}

impl Timing {
    /// Begins.
    pub fn start() -> Self {
        Timing { since: Instant::now(), busy: busy(), stages: Vec::new() }
    }

    /// Ends a stage that made nothing which could be counted.
    pub fn done(&mut self, name: &'static str) {
        self.made(name, 0, 0);
    }

    /// Ends a stage that read or made these files; the next one begins.
    pub fn made(&mut self, name: &'static str, files: usize, bytes: u64) {
        let (now, busy) = (Instant::now(), busy());
        let processors = busy.zip(self.busy).map(|(now, before)| now.saturating_sub(before));
        self.stages.push(Stage { name, wall: now - self.since, processors, files, bytes });
        (self.since, self.busy) = (now, busy);
    }

    /// All stages, in their order; one that came more than once is one.
    pub fn stages(self) -> Vec<Stage> {
        let mut all: Vec<Stage> = Vec::new();
        for stage in self.stages {
            match all.iter_mut().find(|other| other.name == stage.name) {
                Some(same) => same.join(&stage),
                None => all.push(stage),
            }
        }
        all
    }
}

impl Stage {
    fn join(&mut self, other: &Stage) {
        self.wall += other.wall;
        self.processors = self.processors.zip(other.processors).map(|(a, b)| a + b);
        self.files = self.files.max(other.files);
        self.bytes = self.bytes.max(other.bytes);
    }

    /// 网页和电子书：3.2 秒（处理器 6.1 秒），37987 个文件，820.5 MB
    pub fn told(&self) -> String {
        let mut told = format!("{}：{:.2} 秒", self.name, self.wall.as_secs_f64());
        if let Some(processors) = self.processors {
            told.push_str(&format!("（处理器 {:.2} 秒）", processors.as_secs_f64()));
        }
        if self.files > 0 {
            told.push_str(&format!("，{} 个文件", self.files));
        }
        if self.bytes > 0 {
            told.push_str(&format!("，{:.1} MB", self.bytes as f64 / 1e6));
        }
        told
    }
}

/// How long processors have been busy with this run.
#[cfg(target_os = "linux")]
fn busy() -> Option<Duration> {
    use rustix::time::{ClockId, clock_gettime};
    Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).ok()
}

#[cfg(not(target_os = "linux"))]
fn busy() -> Option<Duration> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_follow_each_other_and_say_what_they_took() {
        let mut timing = Timing::start();
        timing.made("读期刊", 3, 3_000_000);
        timing.done("编刊");
        timing.made("读期刊", 5, 4_000_000);
        let stages = timing.stages();
        assert_eq!(stages.iter().map(|stage| stage.name).collect::<Vec<_>>(), ["读期刊", "编刊"]);
        let stage = Stage { wall: Duration::from_millis(1500), processors: None, ..stages[0] };
        assert_eq!(stage.told(), "读期刊：1.50 秒，5 个文件，4.0 MB");
        let stage = Stage { processors: Some(Duration::from_secs(3)), files: 0, bytes: 0, ..stage };
        assert_eq!(stage.told(), "读期刊：1.50 秒（处理器 3.00 秒）");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn work_is_seen() {
        let mut timing = Timing::start();
        while busy() == timing.busy {
            std::hint::spin_loop();
        }
        timing.done("忙");
        assert!(timing.stages()[0].processors.is_some_and(|busy| !busy.is_zero()));
    }
}
