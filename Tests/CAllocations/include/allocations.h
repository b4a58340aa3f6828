#pragma once

/// How often this thread has asked for memory, and for how many bytes; those given back included.
long counted_allocations(void);
long counted_bytes(void);
