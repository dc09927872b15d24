//! Files into a folder, each whole or not at all.

use crate::frame::Told;
use anyhow::Result;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes the files of a report below `dir`, which is made where it is missing. A file is written beside its place and then
/// renamed, so that a reader sees the old one or the new one; one that has these bytes already is left alone. Nothing else in the
/// folder is touched.
///
/// # Errors
/// A file or folder that cannot be written, by its path.
pub fn write(dir: &Path, files: &[(String, Vec<u8>)]) -> Result<()> {
    for (name, bytes) in files {
        let path = within(dir, name)?;
        put(&path, bytes).map_err(|error| Told::new("error.report.write", [("file", &path.display()), ("why", &error)]))?;
    }
    Ok(())
}

/// The path of a file of the report. Names are the program's own; one that leads elsewhere is a fault in it.
fn within(dir: &Path, name: &str) -> Result<PathBuf> {
    let plain = Path::new(name).components().all(|c| matches!(c, std::path::Component::Normal(_)));
    if !plain {
        return Err(Told::new("error.report.write", [("file", &name), ("why", &"..")]).into());
    }
    Ok(dir.join(name))
}

fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.{}.part", std::process::id()));
    let written = (|| {
        let mut file = fs::File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    })();
    if written.is_err() {
        // The error that counts is the first one.
        let _ = fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_written_whole_and_nothing_else_is_touched() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("mine.txt"), "mine").unwrap();
        let files = vec![("a.txt".to_string(), b"one".to_vec()), ("charts/b.svg".to_string(), b"<svg/>".to_vec())];
        write(dir.path(), &files).unwrap();
        write(dir.path(), &files).unwrap();
        let mut names: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["a.txt", "charts", "mine.txt"]);
        assert_eq!(fs::read(dir.path().join("charts/b.svg")).unwrap(), b"<svg/>");
        assert_eq!(fs::read_dir(dir.path().join("charts")).unwrap().count(), 1);
    }

    #[test]
    fn a_name_that_leads_elsewhere_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["../out.txt", "/out.txt", "a/../../out.txt"] {
            assert!(write(dir.path(), &[(name.to_string(), Vec::new())]).is_err(), "{name}");
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_is_a_file_is_told() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("charts"), "").unwrap();
        let error = write(dir.path(), &[("charts/b.svg".to_string(), Vec::new())]).unwrap_err();
        assert!(error.to_string().contains("b.svg"), "{error}");
    }
}
