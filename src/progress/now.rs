//! The step under way, at one moment: how much of it is done and what is left, in words.
//!
//! In: counts and the time that has gone by. Out: words for people. Refuses to know: the clock, who counts.

use std::time::Duration;

/// From when on what is left can be guessed from what is done.
const GUESSED: Duration = Duration::from_secs(1);
/// From when on whoever waits for a step without pieces wants to see that time goes by.
const SINCE: Duration = Duration::from_secs(2);

/// The step under way at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// What is being done, in words for the office.
    pub name: &'static str,
    /// How long the whole work has been going on.
    pub work: Duration,
    /// How long the step has.
    pub step: Duration,
    /// Pieces that are done.
    pub done: usize,
    /// Pieces there are; nought where that is not known.
    pub pieces: usize,
}

impl Now {
    /// How far it is: 12,345/52,000 约剩 8 秒
    pub fn told(&self) -> String {
        if self.pieces == 0 {
            return if self.step < SINCE { String::new() } else { format!("已 {} 秒", self.step.as_secs()) };
        }
        let count = format!("{}/{}", grouped(self.done), grouped(self.pieces));
        match self.left() {
            _ if self.done >= self.pieces => format!("{count} 收尾"),
            Some(left) => format!("{count} 约剩 {}", roughly(left)),
            None => count,
        }
    }

    /// What is left, if the other pieces take as long as those that are done.
    fn left(&self) -> Option<Duration> {
        if self.done == 0 || self.step < GUESSED {
            return None;
        }
        let share = self.pieces.saturating_sub(self.done) as f64 / self.done as f64;
        // A first piece of very many may promise more than a `Duration` holds.
        Duration::try_from_secs_f64(self.step.as_secs_f64() * share).ok()
    }
}

/// The longer, the rougher: nobody wants to see a guess change ten times a second.
fn roughly(left: Duration) -> String {
    let seconds = left.as_secs_f64().ceil() as u64;
    match seconds {
        0..=10 => format!("{} 秒", seconds.max(1)),
        11..=90 => format!("{} 秒", seconds.next_multiple_of(5)),
        91..=3600 => format!("{} 分钟", seconds.div_ceil(60)),
        _ => {
            let minutes = seconds.div_ceil(60);
            format!("{} 小时 {} 分钟", minutes / 60, minutes % 60)
        }
    }
}

/// 12,345
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64, done: usize, pieces: usize) -> String {
        let step = Duration::from_millis(millis);
        Now { name: "收文与检查", work: step, step, done, pieces }.told()
    }

    #[test]
    fn a_step_with_pieces_says_how_many_are_done_and_what_is_left() {
        assert_eq!(at(2500, 12_345, 52_000), "12,345/52,000 约剩 9 秒");
        assert_eq!(at(60_000, 1, 3), "1/3 约剩 2 分钟");
        assert_eq!(at(40_000, 500, 1_000), "500/1,000 约剩 40 秒");
        assert_eq!(at(10_000, 1, 1_000), "1/1,000 约剩 2 小时 47 分钟");
        assert_eq!(at(3000, 99_999, 100_000), "99,999/100,000 约剩 1 秒");
    }

    #[test]
    fn nothing_is_guessed_from_nothing() {
        assert_eq!(at(900, 300, 1_000), "300/1,000");
        assert_eq!(at(9000, 0, 1_234_567), "0/1,234,567");
        assert_eq!(at(u64::MAX, 1, usize::MAX).split(' ').count(), 1);
    }

    #[test]
    fn what_follows_the_last_piece_is_still_work() {
        assert_eq!(at(9000, 1_000, 1_000), "1,000/1,000 收尾");
        assert_eq!(at(100, 1_001, 1_000), "1,001/1,000 收尾");
    }

    #[test]
    fn a_step_without_pieces_shows_that_time_goes_by() {
        assert_eq!(at(1900, 0, 0), "");
        assert_eq!(at(7800, 0, 0), "已 7 秒");
    }

    #[test]
    fn the_longer_the_rougher() {
        let words = |seconds| roughly(Duration::from_secs(seconds));
        assert_eq!([0, 10, 11, 16, 90].map(words), ["1 秒", "10 秒", "15 秒", "20 秒", "90 秒"]);
        assert_eq!([91, 121, 3600, 3601].map(words), ["2 分钟", "3 分钟", "60 分钟", "1 小时 1 分钟"]);
    }
}
