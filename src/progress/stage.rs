//! A step that has ended: what it took and made, and the lines that tell of it.
//!
//! In: the figures. Out: lines for people. Refuses to know: who reads them.

use std::time::Duration;

/// A part of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// What was done, in words for the office.
    pub name: &'static str,
    /// How long it took.
    pub wall: Duration,
    /// How long processors were busy with it, all of them together; `None` where the system does not tell.
    pub processors: Option<Duration>,
    /// How many pieces it had, files mostly; nought where it was one thing.
    pub pieces: usize,
    /// What the pieces are.
    pub unit: &'static str,
    /// How many bytes are in them.
    pub bytes: u64,
}

impl Stage {
    fn join(&mut self, other: &Stage) {
        self.wall += other.wall;
        self.processors = self.processors.zip(other.processors).map(|(a, b)| a + b);
        if other.pieces > self.pieces {
            (self.pieces, self.unit) = (other.pieces, other.unit);
        }
        self.bytes = self.bytes.max(other.bytes);
    }

    /// For whoever asks where the time went: 网页和电子书：3.20 秒（处理器 6.10 秒），37987 个文件，820.5 MB
    pub fn told(&self) -> String {
        let mut told = format!("{}：{:.2} 秒", self.name, self.wall.as_secs_f64());
        if let Some(processors) = self.processors {
            told.push_str(&format!("（处理器 {:.2} 秒）", processors.as_secs_f64()));
        }
        if self.pieces > 0 {
            told.push_str(&format!("，{} {}", self.pieces, self.unit));
        }
        if self.bytes > 0 {
            told.push_str(&format!("，{:.1} MB", self.bytes as f64 / 1e6));
        }
        told
    }

    /// For a log: 收文与检查：52000 篇，用时 12 秒
    pub fn line(&self) -> String {
        let pieces = if self.pieces > 0 { format!("{} {}，", self.pieces, self.unit) } else { String::new() };
        format!("{}：{pieces}用时 {}", self.name, took(self.wall))
    }
}

/// Tenths where they matter.
fn took(wall: Duration) -> String {
    match wall.as_secs() {
        0..=9 => format!("{:.1} 秒", wall.as_secs_f64()),
        seconds @ 10..=59 => format!("{seconds} 秒"),
        seconds => format!("{} 分 {} 秒", seconds / 60, seconds % 60),
    }
}

/// Stages in their order; one that came more than once is one.
pub(super) fn joined(stages: Vec<Stage>) -> Vec<Stage> {
    let mut all: Vec<Stage> = Vec::new();
    for stage in stages {
        match all.iter_mut().find(|other| other.name == stage.name) {
            Some(same) => same.join(&stage),
            None => all.push(stage),
        }
    }
    all
}

/// How long processors have been busy with this run.
#[cfg(target_os = "linux")]
pub(super) fn busy() -> Option<Duration> {
    use rustix::time::{ClockId, clock_gettime};
    Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).ok()
}

#[cfg(not(target_os = "linux"))]
pub(super) fn busy() -> Option<Duration> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAGE: Stage =
        Stage {
            name: "读期刊", wall: Duration::from_millis(1500), processors: None, pieces: 5, unit: "期", bytes: 0
        };

    #[test]
    fn stages_say_what_they_took_and_made() {
        assert_eq!(Stage { bytes: 4_000_000, ..STAGE }.told(), "读期刊：1.50 秒，5 期，4.0 MB");
        let stage = Stage { processors: Some(Duration::from_secs(3)), pieces: 0, ..STAGE };
        assert_eq!(stage.told(), "读期刊：1.50 秒（处理器 3.00 秒）");
    }

    #[test]
    fn a_log_reads_what_was_done_and_how_long_it_took() {
        assert_eq!(STAGE.line(), "读期刊：5 期，用时 1.5 秒");
        let stage = |seconds, pieces| Stage { wall: Duration::from_secs(seconds), pieces, ..STAGE };
        assert_eq!(stage(12, 52000).line(), "读期刊：52000 期，用时 12 秒");
        assert_eq!(stage(125, 0).line(), "读期刊：用时 2 分 5 秒");
    }

    #[test]
    fn a_stage_that_comes_twice_is_one() {
        let more = Stage { pieces: 7, unit: "个文件", ..STAGE };
        let other = Stage { name: "编刊", ..STAGE };
        let all = joined(vec![STAGE, other, more]);
        assert_eq!(all, [Stage { wall: Duration::from_secs(3), ..more }, other]);
    }
}
