#ifndef MARTLET_ASSETS_H
#define MARTLET_ASSETS_H

#include <stddef.h>

/// One file of the web interface, compiled in.
typedef struct {
    const char *name;
    const char *content_type;
    const unsigned char *data;
    size_t size;
} martlet_asset;

/// All files; the count goes to `count`. The memory lives as long as the process.
const martlet_asset *martlet_assets(size_t *count);

#endif
