//! What the system tells of changes.
//!
//! In: the office folder. Out: signals that say where to look. notify ends here and in `probe`.
//! Refuses to know: what has changed, whether it matters.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::keeper::Signal;
use super::matters::DEEP;
use super::settle::Hint;
use crate::disk;
use crate::register::REGISTER;

/// The system's events for one office.
pub struct Native {
    watcher: RecommendedWatcher,
    root: PathBuf,
}

impl Native {
    /// Asks for events. The error says in Chinese why there are none.
    pub fn start(root: &Path, signals: Sender<Signal>) -> Result<Self, String> {
        let from = root.to_owned();
        let handler = move |event: notify::Result<Event>| {
            let told = event.map_or_else(|_| vec![Signal::Blind], |event| signals_of(&from, &event));
            // Where nobody listens any more, the command is ending.
            told.into_iter().for_each(|signal| drop(signals.send(signal)));
        };
        let config = Config::default().with_follow_symlinks(false);
        let watcher = RecommendedWatcher::new(handler, config).map_err(|fault| reason(&fault))?;
        let mut native = Native { watcher, root: root.to_owned() };
        native.add(root, RecursiveMode::NonRecursive)?;
        DEEP.into_iter().chain([REGISTER]).try_for_each(|room| native.enter(room))?;
        Ok(native)
    }

    /// Asks for the events of one of the office's rooms, which may have come, gone or been replaced.
    pub fn enter(&mut self, room: &str) -> Result<(), String> {
        let mode = if room == REGISTER { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive };
        let path = self.root.join(room);
        let _ = self.watcher.unwatch(&path);
        if path.is_dir() { self.add(&path, mode) } else { Ok(()) }
    }

    fn add(&mut self, path: &Path, mode: RecursiveMode) -> Result<(), String> {
        self.watcher.watch(path, mode).map_err(|fault| reason(&fault))
    }
}

fn reason(fault: &notify::Error) -> String {
    match &fault.kind {
        ErrorKind::MaxFilesWatch => "文件夹太多，超出系统允许的数目".into(),
        kind => format!("系统不能通知改动（{kind:?}）"),
    }
}

fn signals_of(root: &Path, event: &Event) -> Vec<Signal> {
    if event.need_rescan() {
        return vec![Signal::Rescan];
    }
    let Some(hint) = hint(&event.kind) else { return vec![] };
    let moved = matches!(
        event.kind,
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) | EventKind::Any
    );
    let paths = event.paths.iter().filter(|path| path.starts_with(root));
    let signal = |path: &PathBuf| match disk::relative(root, path) {
        Some(path) => match DEEP.into_iter().chain([REGISTER]).find(|room| *room == path) {
            Some(room) if moved => Signal::Room(room),
            _ => Signal::Changed { path, hint },
        },
        // A name that is no text is found by whoever looks at everything.
        None => Signal::Rescan,
    };
    paths.map(signal).collect()
}

/// What an event says of its file; `None`: it was only read.
fn hint(kind: &EventKind) -> Option<Hint> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(Hint::Whole),
        EventKind::Access(_) => None,
        EventKind::Modify(ModifyKind::Name(_)) | EventKind::Remove(_) => Some(Hint::Whole),
        EventKind::Modify(ModifyKind::Metadata(_)) => Some(Hint::Touched),
        _ => Some(Hint::Writing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, DataChange, Flag, RemoveKind, RenameMode};

    fn told(kind: EventKind, path: &str) -> Vec<Signal> {
        signals_of(Path::new("/办公"), &Event::new(kind).add_path(PathBuf::from(path)))
    }

    #[test]
    fn events_say_where_to_look_and_whether_the_writer_is_done() {
        let changed = |hint| vec![Signal::Changed { path: "submissions/甲.md".into(), hint }];
        let path = "/办公/submissions/甲.md";
        assert_eq!(told(EventKind::Create(CreateKind::File), path), changed(Hint::Writing));
        assert_eq!(told(EventKind::Modify(ModifyKind::Data(DataChange::Any)), path), changed(Hint::Writing));
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert_eq!(told(closed, path), changed(Hint::Whole));
        assert_eq!(told(EventKind::Modify(ModifyKind::Name(RenameMode::To)), path), changed(Hint::Whole));
        assert_eq!(told(EventKind::Access(AccessKind::Close(AccessMode::Read)), path), []);
        assert_eq!(told(closed, "/别处/甲.md"), []);
    }

    #[test]
    fn a_room_that_comes_or_goes_and_lost_events_are_told_apart() {
        assert_eq!(told(EventKind::Create(CreateKind::Folder), "/办公/issues"), [Signal::Room("issues")]);
        assert_eq!(told(EventKind::Remove(RemoveKind::Folder), "/办公/submissions"), [Signal::Room("submissions")]);
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(signals_of(Path::new("/办公"), &lost), [Signal::Rescan]);
    }
}
