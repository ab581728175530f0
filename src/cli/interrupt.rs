//! Ctrl-C while files are put in place → they are put there to the end: no folder is left half old and half new.

use std::process;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use fundus::lang::MessageLang;

use super::console;

/// How a shell is told of a process that Ctrl-C has ended.
const INTERRUPTED: i32 = 130;

static IS_BUSY: AtomicBool = AtomicBool::new(false);
static HANDLER: Once = Once::new();

/// Does what is not to be left half done. The first Ctrl-C meanwhile waits for its end, the second one does not.
pub(super) fn to_the_end<T>(lang: MessageLang, work: impl FnOnce() -> T) -> T {
    IS_BUSY.store(true, Ordering::SeqCst);
    HANDLER.call_once(|| {
        // Where the system has no such signal, there is nothing to wait for.
        let _ = ctrlc::set_handler(move || {
            if !IS_BUSY.swap(false, Ordering::SeqCst) {
                process::exit(INTERRUPTED);
            }
            console::remark(match lang {
                MessageLang::De => {
                    "Das Geschriebene wird noch vollständig abgelegt. Ein zweites Strg+C bricht sofort ab."
                }
                MessageLang::En => {
                    "What was written is still put in place to the end. A second Ctrl+C stops at once."
                }
            });
        });
    });
    let done = work();
    IS_BUSY.store(false, Ordering::SeqCst);
    done
}
