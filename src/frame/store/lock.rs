//! One writer at a time, and no file taken away under a reader.
//!
//! Locks of the operating system: a killed process holds none. The files stay; removing one would let two processes hold
//! two files of the same name.

use super::manifest::cannot_write;
use crate::frame::Told;
use anyhow::Result;
use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::path::Path;

const WRITER: &str = "giaoban.lock";
const READERS: &str = "giaoban.readers.lock";

/// The dataset is this process's to write until the lock is dropped.
pub struct WriterLock(#[expect(dead_code, reason = "the lock is held as long as the file is open")] File);

/// The files that the manifest names now stay until the lock is dropped.
#[derive(Debug)]
pub struct ReaderLock(#[expect(dead_code, reason = "the lock is held as long as the file is open")] File);

impl WriterLock {
    /// Fails at once when another process writes, and says which.
    pub fn take(dir: &Path) -> Result<Self> {
        let path = dir.join(WRITER);
        let mut file = open(&path).map_err(|e| cannot_write(&path, &e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut pid = String::new();
                let _ = file.take(20).read_to_string(&mut pid);
                let pid = if pid.trim().is_empty() { "?" } else { pid.trim() };
                return Err(Told::new("error.dataset.locked", [("dir", &dir.display()), ("pid", &pid)]).into());
            }
            Err(TryLockError::Error(e)) => return Err(cannot_write(&path, &e)),
        }
        file.set_len(0)
            .and_then(|()| file.write_all(format!("{}\n", std::process::id()).as_bytes()))
            .map_err(|e| cannot_write(&path, &e))?;
        Ok(Self(file))
    }
}

impl ReaderLock {
    /// To be taken before the manifest is read. `None` where the folder cannot be written: then no writer can delete either.
    pub fn take(dir: &Path) -> Option<Self> {
        let path = dir.join(READERS);
        let file = open(&path).or_else(|_| File::open(&path)).ok()?;
        file.lock_shared().ok()?;
        Some(Self(file))
    }
}

/// Does something that no reader may see half done, unless somebody reads: then it is left to the next writer.
pub fn unless_read(dir: &Path, work: impl FnOnce()) {
    let Ok(file) = open(&dir.join(READERS)) else { return };
    if file.try_lock().is_ok() {
        work();
    }
}

fn open(path: &Path) -> std::io::Result<File> {
    File::options().read(true).write(true).create(true).truncate(false).open(path)
}
