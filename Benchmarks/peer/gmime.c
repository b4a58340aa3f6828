/* Decodes mails with GMime 3 and says how long that took: see decode.py for what is read and written. */
#include <dirent.h>
#include <dlfcn.h>
#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
    char *bytes;
    size_t count;
} Mail;

typedef struct {
    long headers, text, files, subjects;
} Found;

static volatile size_t sink;

static size_t visible(const char *text, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) kept += text[i] != '\r' && text[i] != '\n';
    return kept;
}

/* The measured work for the header of one part: every value as UTF-8. */
static void read_headers(GMimeObject *object, Found *found) {
    GMimeHeaderList *list = g_mime_object_get_header_list(object);
    int count = g_mime_header_list_get_count(list);
    for (int i = 0; i < count; i++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
        const char *name = g_mime_header_get_name(header);
        const char *value = g_mime_header_get_value(header);
        sink += strlen(name) + (value ? strlen(value) : 0);
        if (found) {
            found->headers++;
            if (value && g_ascii_strcasecmp(name, "Subject") == 0) found->subjects += strlen(value);
        }
    }
}

static void read_object(GMimeObject *object, Found *found) {
    read_headers(object, found);
    if (GMIME_IS_MULTIPART(object)) {
        int count = g_mime_multipart_get_count((GMimeMultipart *)object);
        for (int i = 0; i < count; i++)
            read_object(g_mime_multipart_get_part((GMimeMultipart *)object, i), found);
    } else if (GMIME_IS_MESSAGE_PART(object)) {
        GMimeMessage *message = g_mime_message_part_get_message((GMimeMessagePart *)object);
        if (!message) return;
        read_headers((GMimeObject *)message, found);
        sink += internet_address_list_length(g_mime_message_get_from(message));
        sink += internet_address_list_length(g_mime_message_get_to(message));
        sink += internet_address_list_length(g_mime_message_get_cc(message));
        sink += g_mime_message_get_date(message) != NULL;
        GMimeObject *body = g_mime_message_get_mime_part(message);
        if (body) read_object(body, found);
    } else if (GMIME_IS_TEXT_PART(object)) {
        char *text = g_mime_text_part_get_text((GMimeTextPart *)object);
        if (text) {
            size_t count = strlen(text);
            sink += count;
            if (found) found->text += visible(text, count);
            g_free(text);
        }
    } else if (GMIME_IS_PART(object)) {
        GMimeDataWrapper *content = g_mime_part_get_content((GMimePart *)object);
        if (!content) return;
        GMimeStream *memory = g_mime_stream_mem_new();
        g_mime_data_wrapper_write_to_stream(content, memory);
        GByteArray *bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)memory);
        sink += bytes->len;
        if (found) found->files += bytes->len;
        g_object_unref(memory);
    }
}

static void decode(const Mail *mail, Found *found) {
    GByteArray *array = g_byte_array_new_take((guint8 *)mail->bytes, mail->count);
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(array);
    g_mime_stream_mem_set_owner((GMimeStreamMem *)stream, FALSE);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    if (message) {
        read_headers((GMimeObject *)message, found);
        sink += internet_address_list_length(g_mime_message_get_from(message));
        sink += internet_address_list_length(g_mime_message_get_to(message));
        sink += internet_address_list_length(g_mime_message_get_cc(message));
        sink += g_mime_message_get_date(message) != NULL;
        GMimeObject *body = g_mime_message_get_mime_part(message);
        if (body) read_object(body, found);
        g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
    g_byte_array_free(array, FALSE);
}

static double processor_time(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static int compare_times(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_visible(const struct dirent *entry) { return entry->d_name[0] != '.'; }

static Mail load(const char *path) {
    Mail mail = {NULL, 0};
    gsize count = 0;
    if (g_file_get_contents(path, &mail.bytes, &count, NULL)) mail.count = count;
    return mail;
}

static void measure_class(const char *folder, const char *name, int rounds) {
    char path[4096];
    struct dirent **entries;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int count = scandir(path, &entries, is_visible, by_name);
    if (count <= 0) return;
    Mail *mails = calloc(count, sizeof *mails);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s/%s", folder, name, entries[i]->d_name);
        mails[i] = load(path);
    }
    Found found = {0, 0, 0, 0};
    for (int i = 0; i < count; i++) decode(&mails[i], &found);
    double *times = calloc(rounds + 1, sizeof *times);
    for (int round = 0; round < rounds; round++) {
        double start = processor_time();
        for (int i = 0; i < count; i++) decode(&mails[i], NULL);
        times[round] = processor_time() - start;
    }
    qsort(times, rounds, sizeof *times, compare_times);
    long allocations = -1;
    long (*counter)(void) = (long (*)(void))dlsym(RTLD_DEFAULT, "counted_allocations");
    if (counter) {
        long before = counter();
        for (int i = 0; i < count; i++) decode(&mails[i], NULL);
        allocations = counter() - before;
    }
    printf("%s\t%.6f\t%ld\t%ld\t%ld\t%ld\t%ld\n", name, times[rounds / 2], found.headers, found.text,
           found.files, found.subjects, allocations);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: gmime FOLDER ROUNDS\n");
        return 2;
    }
    g_mime_init();
    printf("GMime %u.%u.%u\n", gmime_major_version, gmime_minor_version, gmime_micro_version);
    struct dirent **classes;
    int count = scandir(argv[1], &classes, is_visible, by_name);
    for (int i = 0; i < count; i++) measure_class(argv[1], classes[i]->d_name, atoi(argv[2]));
    return 0;
}
