//! What people see of long work: a bar on a terminal, a line a step in a log.
//!
//! In: the work's steps as they are counted. Out: a line that is drawn anew some ten times a second and leaves nothing
//! behind, or lines that stay. Work that is done at once shows nothing. ASCII and Chinese only: block elements are
//! one column wide here and two there. Refuses to know: what is being done.

use std::io::{self, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::progress::{Now, Progress, Stage};

/// Work that is over by then is not shown.
const SHOWN_FROM: Duration = Duration::from_millis(500);
/// How often the bar is drawn.
const EVERY: Duration = Duration::from_millis(100);
/// Steps that take as long get a line in a log.
pub const NOTICEABLE: Duration = Duration::from_secs(2);

/// Takes a line.
pub type Line = Arc<dyn Fn(&str) + Send + Sync>;

/// How long work is told of.
#[derive(Clone)]
pub enum Telling {
    /// Not at all.
    Nothing,
    /// On a terminal: a bar on standard error.
    Bar,
    /// In a log: a line for every step that took so long.
    Lines(Duration, Line),
}

impl Telling {
    /// The work whose steps are told in this way.
    pub(super) fn work(&self) -> Progress {
        match self.clone() {
            Telling::Lines(least, to) => Progress::telling(move |stage| line(stage, least).iter().for_each(|l| to(l))),
            Telling::Bar | Telling::Nothing => Progress::new(),
        }
    }
}

fn line(stage: &Stage, least: Duration) -> Option<String> {
    (stage.wall >= least).then(|| stage.line())
}

/// As long as it is held nobody draws.
type Cleared<'a> = MutexGuard<'a, Option<ProgressBar>>;

/// The line of the terminal on which the bar stands, when it does.
#[derive(Clone)]
pub(super) struct Screen {
    bar: Arc<Mutex<Option<ProgressBar>>>,
    target: fn() -> ProgressDrawTarget,
}

impl Screen {
    fn of(target: fn() -> ProgressDrawTarget) -> Self {
        Screen { bar: Arc::default(), target }
    }

    /// Takes the bar away, and keeps it away as long as the answer is held.
    pub(super) fn cleared(&self) -> Cleared<'_> {
        let mut bar = self.held();
        bar.take().into_iter().for_each(|bar| bar.finish_and_clear());
        bar
    }

    /// The same for a run that is ended in the middle: the shell finds an empty line, whatever the terminal has made of
    /// Ctrl-C.
    pub(super) fn left(&self) -> Cleared<'_> {
        let mut bar = self.held();
        match bar.take() {
            Some(bar) => bar.finish_and_clear(),
            None => drop(writeln!(io::stderr())),
        }
        bar
    }

    /// Draws what is so once nobody else writes: a step that has ended meanwhile must not come back.
    fn draw(&self, now: impl FnOnce() -> Option<Now>) {
        let mut bar = self.held();
        let Some(now) = now().filter(|now| now.work >= SHOWN_FROM) else {
            bar.take().into_iter().for_each(|bar| bar.finish_and_clear());
            return;
        };
        let bar = bar.get_or_insert_with(|| ProgressBar::with_draw_target(None, (self.target)())).clone();
        let bar = bar.with_style(style(now.pieces > 0)).with_prefix(now.name).with_message(now.told());
        bar.update(|state| {
            state.set_len(now.pieces as u64);
            state.set_pos(now.done.min(now.pieces) as u64);
        });
    }

    fn held(&self) -> Cleared<'_> {
        self.bar.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn style(counted: bool) -> ProgressStyle {
    // The figures keep their place while they change; the bar takes what is left of the line.
    let template = if counted { "{spinner} {prefix} [{wide_bar}] {msg:28}" } else { "{spinner} {prefix} {wide_msg}" };
    let style = ProgressStyle::with_template(template).expect("our own template is one");
    style.progress_chars("=> ").tick_chars("-\\|/ ")
}

/// Draws until it is dropped.
pub(super) struct Bar {
    screen: Screen,
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Bar {
    /// Begins to look. Where no thread is to be had there is no bar.
    pub(super) fn over(work: &Arc<Progress>) -> Self {
        let (screen, (end, ended)) = (Screen::of(ProgressDrawTarget::stderr), mpsc::channel());
        let (work, on) = (Arc::clone(work), screen.clone());
        let look = move || {
            while ended.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                on.draw(|| work.now());
            }
        };
        let thread = std::thread::Builder::new().spawn(look).ok();
        Bar { screen, end: Some(end), thread }
    }

    pub(super) fn screen(&self) -> &Screen {
        &self.screen
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        drop(self.end.take());
        self.thread.take().into_iter().for_each(|thread| drop(thread.join()));
        drop(self.screen.cleared());
    }
}

#[cfg(test)]
mod tests {
    use indicatif::TermLike;

    use super::*;

    #[test]
    fn a_log_hears_of_steps_that_took_long() {
        let stage = |millis| Stage {
            name: "编刊",
            wall: Duration::from_millis(millis),
            processors: None,
            pieces: 0,
            unit: "",
            bytes: 0,
        };
        assert_eq!(line(&stage(1999), NOTICEABLE), None);
        assert_eq!(line(&stage(2000), NOTICEABLE).as_deref(), Some("编刊：用时 2.0 秒"));
    }

    /// A terminal of sixty-eight columns that keeps the last line that was written on it.
    #[derive(Debug)]
    struct Paper;

    static LAST: Mutex<String> = Mutex::new(String::new());

    impl TermLike for Paper {
        fn width(&self) -> u16 {
            68
        }
        fn move_cursor_up(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_down(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_right(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_left(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn write_line(&self, text: &str) -> io::Result<()> {
            self.write_str(text)
        }
        fn write_str(&self, text: &str) -> io::Result<()> {
            LAST.lock().expect("one thread").push_str(text);
            Ok(())
        }
        fn clear_line(&self) -> io::Result<()> {
            LAST.lock().expect("one thread").clear();
            Ok(())
        }
        fn flush(&self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_bar_comes_with_work_that_takes_long_and_goes_with_it() {
        let screen = Screen::of(|| ProgressDrawTarget::term_like(Box::new(Paper)));
        let last = || LAST.lock().expect("one thread").trim_end().to_owned();
        let now = |millis, done, pieces| {
            let work = Duration::from_millis(millis);
            move || Some(Now { name: "收文与检查", work, step: work, done, pieces })
        };
        screen.draw(now(499, 1, 10));
        assert_eq!(last(), "");
        screen.draw(now(500, 5, 10));
        assert_eq!(last()[1..], *" 收文与检查 [============>           ] 5/10");
        screen.draw(now(60_000, 1_234, 52_000));
        assert_eq!(last()[1..], *" 收文与检查 [>                       ] 1,234/52,000 约剩 42 分钟");
        screen.draw(now(6000, 0, 0));
        assert_eq!(last()[1..], *" 收文与检查 已 6 秒");
        drop(screen.cleared());
        assert_eq!(last(), "");
        screen.draw(now(700, 1, 10));
        assert_ne!(last(), "");
        screen.draw(|| None);
        assert_eq!(last(), "");
    }
}
