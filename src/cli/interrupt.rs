//! Ctrl-C while something is being written: the first lets the run end in order, a second ends it at once.

use anyhow::Result;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Exit code of a run that was interrupted, as shells have it.
pub const EXIT_CODE: u8 = 130;

/// Whether the user has asked for the end.
#[derive(Debug, Clone, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// From here on Ctrl-C and SIGTERM are asked for with [`Interrupt::is_asked`].
    pub fn watch() -> Result<Self> {
        let asked = Self::default();
        for signal in [SIGINT, SIGTERM] {
            // Handlers run in the order they were registered: the first signal passes this one by, the second does not.
            flag::register_conditional_shutdown(signal, EXIT_CODE.into(), Arc::clone(&asked.0))?;
            flag::register(signal, Arc::clone(&asked.0))?;
        }
        Ok(asked)
    }

    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
