//! Names what is compiled in, for `--version` and for the records that it makes: hashes of the data files and of the
//! sources of the extraction. Reads this folder only.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// What comes with the program: words, places, facts, samples, labels.
const DATA: &[&str] = &["data"];
/// What decides which records an article gives.
const EXTRACTION: &[&str] = &[
    "data/lang",
    "data/gazetteer",
    "src/assemble",
    "src/input",
    "src/lang",
    "src/model",
    "src/pipeline.rs",
    "src/recognise",
    "src/text",
];

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=data");
    println!("cargo:rerun-if-changed=src");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    for (name, paths) in [("GIAOBAN_DATA_VERSION", DATA), ("GIAOBAN_EXTRACTION_VERSION", EXTRACTION)] {
        let mut files = Vec::new();
        for path in paths {
            list(&root.join(path), &mut files)?;
        }
        files.sort();
        let mut hash = FNV_OFFSET;
        for file in files {
            let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            hash = fnv1a(hash, name.as_bytes());
            // A checkout with other line ends is the same data.
            hash = fnv1a(hash, &fs::read(&file)?.into_iter().filter(|b| *b != b'\r').collect::<Vec<_>>());
        }
        println!("cargo:rustc-env={name}={:08x}", (hash ^ (hash >> 32)) as u32);
    }
    Ok(())
}

fn list(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        list(&entry?.path(), files)?;
    }
    Ok(())
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

fn fnv1a(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
