//! The right to write in the register: one has it at a time.
//!
//! In: the office folder. Out: the lock, held until it is dropped; where somebody else has it, a wait, and then a
//! sentence. Each holder gets a number, so that whoever comes back knows whether somebody else was here in between.
//! Refuses to know: what is written.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::REGISTER;
use crate::error::{Error, Result};

/// How long a second writer waits for the first.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often he asks.
const ASK: Duration = Duration::from_millis(50);

/// The right to write in the register of one office.
#[derive(Debug)]
pub struct Lock {
    root: PathBuf,
    turn: Option<u64>,
    _file: File,
}

/// How many times the lock of an office has been taken. It stands in the locked file itself.
fn counted(file: &mut File) -> io::Result<u64> {
    let mut before = Vec::new();
    file.take(20).read_to_end(&mut before)?;
    let turn = String::from_utf8_lossy(&before).trim_end().parse::<u64>().unwrap_or(0).wrapping_add(1);
    let text = format!("{turn}\n");
    file.rewind()?;
    file.write_all(text.as_bytes())?;
    file.set_len(text.len() as u64)?;
    Ok(turn)
}

impl Lock {
    /// Takes the lock of the office folder `root`; waits for somebody else who has it, but not for ever.
    pub fn take(root: &Path) -> Result<Self> {
        let started = Instant::now();
        loop {
            if let Some(lock) = Lock::try_take(root)? {
                return Ok(lock);
            }
            if started.elapsed() >= PATIENCE {
                let path = path(root);
                return Err(Error::work("另一个人或另一个窗口正在登记").at(path).help("请等它结束后重试。"));
            }
            std::thread::sleep(ASK);
        }
    }

    /// The same, but `None` at once where somebody else has it.
    pub fn try_take(root: &Path) -> Result<Option<Self>> {
        let path = path(root);
        let failed = |cause| Error::io("锁定收文簿", &path, cause);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|cause| Error::io("建立收文簿文件夹", folder, cause))?;
        }
        let mut options = OpenOptions::new();
        let mut file = options.create(true).truncate(false).read(true).write(true).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock { root: root.to_owned(), turn: counted(&mut file).ok(), _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(cause)) => Err(failed(cause)),
        }
    }

    /// The number of this holder: the next one's is greater by one. `None` where it could not be written down.
    pub fn turn(&self) -> Option<u64> {
        self.turn
    }

    /// The office folder.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }
}

/// The name of the locked file in `register/`.
pub const LOCK_FILE: &str = ".lock";

fn path(root: &Path) -> PathBuf {
    root.join(REGISTER).join(LOCK_FILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_holder_has_the_number_after_that_of_the_last() {
        let root = tempfile::tempdir().expect("a folder");
        let turn = || Lock::take(root.path()).expect("free").turn();
        assert_eq!((turn(), turn()), (Some(1), Some(2)));
        let first = Lock::take(root.path()).expect("free");
        assert!(Lock::try_take(root.path()).expect("asked").is_none(), "who only asks is not counted");
        drop(first);
        assert_eq!(turn(), Some(4));
        // Whatever stands there, one after it is another one.
        std::fs::write(path(root.path()), b"\xff").expect("written");
        assert_eq!((turn(), turn()), (Some(1), Some(2)));
    }
}
