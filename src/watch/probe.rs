//! Whether the system tells of changes in this folder at all.
//!
//! In: the office folder. Out: nothing where it does, else why not. Other computers' changes on a network drive are told
//! by no system; what kind of drive it is must be asked where that can be asked. For the rest, a hidden file of our own
//! is written into the office folder (never into `submissions/`): what makes no event within a second makes none.
//! Refuses to know: what to do then.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::matters::DEEP;
use crate::disk;

/// How long an event may take.
const PATIENCE: Duration = Duration::from_secs(1);

/// Why events cannot be relied on here.
pub fn silence(root: &Path) -> Option<&'static str> {
    let rooms: Vec<PathBuf> = DEEP.into_iter().map(|room| root.join(room)).filter(|room| room.exists()).collect();
    // Events name what lies behind a link in ways that differ; nobody would notice what is missed.
    if rooms.iter().any(|room| room.is_symlink()) {
        return Some("submissions、issues 或 templates 是链接，里面的改动系统通知不全");
    }
    if std::iter::once(root.to_owned()).chain(rooms).any(|folder| is_remote(&folder)) {
        return Some("文件夹在网络盘、共享盘上，别的电脑的改动系统不会通知");
    }
    (!answers(root)).then_some("系统没有通知这个文件夹的改动")
}

fn answers(root: &Path) -> bool {
    let (send, receive) = mpsc::channel();
    let watcher = RecommendedWatcher::new(move |event| drop(send.send(event)), notify::Config::default());
    let Ok(mut watcher) = watcher else { return false };
    if watcher.watch(root, RecursiveMode::NonRecursive).is_err() {
        return false;
    }
    // A folder that cannot be written in tells nothing about events; the build will say what is wrong with it.
    let Ok(probe) = disk::temporary_in(root) else { return true };
    let told = receive.recv_timeout(PATIENCE).is_ok();
    drop(probe);
    told
}

/// Network file systems, and those that a program (FUSE) or a host of this machine stands behind: statfs(2).
#[cfg(target_os = "linux")]
fn is_remote(folder: &Path) -> bool {
    const REMOTE: [u32; 13] = [
        0x6969,      // NFS
        0x517b,      // SMB
        0xff53_4d42, // CIFS
        0xfe53_4d42, // SMB2
        0x0102_1997, // 9P
        0x6573_5546, // FUSE
        0x786f_4256, // vboxsf
        0x00c3_6400, // Ceph
        0x5346_414f, // AFS
        0x7375_7245, // Coda
        0x564c,      // NCP
        0x0bd0_0bd0, // Lustre
        0x4750_4653, // GPFS
    ];
    rustix::fs::statfs(folder).is_ok_and(|found| REMOTE.contains(&(found.f_type as u32)))
}

/// On Windows a share tells of its changes itself; elsewhere the slow look that always goes on finds them.
#[cfg(not(target_os = "linux"))]
fn is_remote(_folder: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probe_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let _ = silence(folder.path());
        assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 0);
    }

    #[test]
    #[cfg(unix)]
    fn a_room_that_is_a_link_is_looked_at_instead() {
        let (folder, share) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        std::os::unix::fs::symlink(share.path(), folder.path().join("submissions")).expect("linked");
        assert!(silence(folder.path()).is_some_and(|reason| reason.contains("链接")));
    }
}
