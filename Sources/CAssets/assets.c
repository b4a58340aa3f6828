#include "assets.h"

static const unsigned char style_css[] = {
#embed "assets/style.css"
};
static const unsigned char app_js[] = {
#embed "assets/app.js"
};
static const unsigned char early_js[] = {
#embed "assets/early.js"
};
static const unsigned char live_js[] = {
#embed "assets/live.js"
};
static const unsigned char keys_js[] = {
#embed "assets/keys.js"
};
static const unsigned char conversation_js[] = {
#embed "assets/conversation.js"
};
static const unsigned char mailbox_js[] = {
#embed "assets/mailbox.js"
};
static const unsigned char times_js[] = {
#embed "assets/times.js"
};
static const unsigned char martlet_svg[] = {
#embed "assets/martlet.svg"
};

static const char javascript[] = "text/javascript; charset=utf-8";

static const martlet_asset table[] = {
    {"style.css", "text/css; charset=utf-8", style_css, sizeof style_css},
    {"app.js", javascript, app_js, sizeof app_js},
    {"early.js", javascript, early_js, sizeof early_js},
    {"live.js", javascript, live_js, sizeof live_js},
    {"keys.js", javascript, keys_js, sizeof keys_js},
    {"conversation.js", javascript, conversation_js, sizeof conversation_js},
    {"mailbox.js", javascript, mailbox_js, sizeof mailbox_js},
    {"times.js", javascript, times_js, sizeof times_js},
    {"martlet.svg", "image/svg+xml", martlet_svg, sizeof martlet_svg},
};

const martlet_asset *martlet_assets(size_t *count) {
    *count = sizeof table / sizeof table[0];
    return table;
}
