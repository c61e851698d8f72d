/* REST mock of "Docbyte Vault" and "NB DPS": one thread, epoll, keep-alive, fixed delay.
 * Usage: upstream PORT [LATENCY_MS].  GET /_counters, POST /_reset, POST /_latency?ms=N.
 * Every package is derived from its id, so any id resolves; "missing..." gives 404. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { PLUGINS = 1, PERMS = 2, META = 4, CRUMBS = 8 };
enum { R_ROOT, R_CHILDREN, R_AIP, R_DPS_GET, R_DPS_POST, R_TOKEN, R_OTHER, R_COUNT };
static const char *route_name[] = {"fileplan_root", "fileplan_children", "aip", "dps_get", "dps_post", "token", "other"};
static long counters[R_COUNT], connections, bytes_out;
static long latency_ns;

typedef struct { char *p; size_t len, cap; } buf;
static void need(buf *b, size_t n) {
  if (b->len + n <= b->cap) return;
  while (b->len + n > b->cap) b->cap = b->cap ? b->cap * 2 : 4096;
  b->p = realloc(b->p, b->cap);
}
static void put(buf *b, const char *s, size_t n) { need(b, n); memcpy(b->p + b->len, s, n); b->len += n; }
static void puts_(buf *b, const char *s) { put(b, s, strlen(s)); }
#define lit(b, s) put(b, s, sizeof(s) - 1)

/* ---- data -------------------------------------------------------------- */
#define VARIANTS 16
static buf frag_meta[VARIANTS], frag_rep[VARIANTS], frag_rep_meta[VARIANTS], frag_plug[VARIANTS], frag_perm[VARIANTS];

static void build_fragments(void) {
  char t[4096];
  for (int k = 0; k < VARIANTS; k++) {
    snprintf(t, sizeof t, ",\"metadata\":{\"schema\":\"dublin-core\",\"fields\":{\"identifier\":\"NA-%03d/1987\",\"creator\":\"Ministry of Works, section %d\",\"date\":\"19%02d-03-14\",\"language\":\"nl\",\"description\":\"Correspondence, minutes and drawings on the works at lock %d, with annexes and copies of permits.\",\"rights\":\"public\",\"extent\":\"%d folders\",\"tags\":[\"waterways\",\"permits\",\"lock-%d\"]}}", k, k, 60 + k, k, 3 + k, k);
    puts_(&frag_meta[k], t);
    snprintf(t, sizeof t, ",\"pluginReports\":[{\"pluginName\":\"virus-scan\",\"status\":\"SUCCESS\",\"executionDate\":\"2024-05-%02dT10:00:00Z\",\"message\":\"no threats in %d files\"},{\"pluginName\":\"format-id\",\"status\":\"SUCCESS\",\"executionDate\":\"2024-05-%02dT10:01:00Z\",\"message\":\"fmt/95 recognised\"},{\"pluginName\":\"checksum\",\"status\":\"%s\",\"executionDate\":\"2024-05-%02dT10:02:00Z\",\"message\":\"sha-512 compared\"}]", k + 1, k + 2, k + 1, k % 5 ? "SUCCESS" : "WARNING", k + 1);
    puts_(&frag_plug[k], t);
    snprintf(t, sizeof t, ",\"permissions\":[{\"group\":\"archivists\",\"rights\":[\"read\",\"write\",\"destroy\"]},{\"group\":\"readers-%d\",\"rights\":[\"read\"]},{\"group\":\"audit\",\"rights\":[\"read\",\"export\"]}]", k);
    puts_(&frag_perm[k], t);
    for (int m = 0; m < 2; m++) {
      buf *b = m ? &frag_rep_meta[k] : &frag_rep[k];
      const char *md = m ? ",\"metadata\":{\"schema\":\"premis\",\"fields\":{\"level\":\"archival\",\"events\":3}}" : "";
      snprintf(t, sizeof t, ",\"representations\":[{\"id\":\"rep-%d-a\"%s,\"data\":[{\"url\":\"https://vault.example/data/%d/a1.tif\",\"format\":\"fmt/353\"},{\"url\":\"https://vault.example/data/%d/a2.tif\",\"format\":\"fmt/353\"}]},{\"id\":\"rep-%d-b\"%s,\"data\":[{\"url\":\"https://vault.example/data/%d/b1.pdf\",\"format\":\"fmt/95\"}]}]", k, md, k, k, k, md, k);
      puts_(b, t);
    }
  }
}
static unsigned hash(const char *id, int n) { unsigned h = 0; for (int i = 0; i < n; i++) h = h * 31 + (unsigned char)id[i]; return h; }

static void put_aip(buf *b, const char *id, int n, int enr) {
  int k = hash(id, n) % VARIANTS; char t[256];
  lit(b, "{\"packageId\":\""); put(b, id, n);
  lit(b, "\",\"packageType\":\"AIP\",\"title\":\"Package "); put(b, id, n); lit(b, " of the waterways archive\"");
  if (enr & META) put(b, frag_meta[k].p, frag_meta[k].len);
  if (enr & PERMS) put(b, frag_perm[k].p, frag_perm[k].len);
  if (enr & CRUMBS) {
    snprintf(t, sizeof t, ",\"breadcrumb\":[{\"title\":\"Fonds Waterways\",\"packageId\":\"FONDS-1\"},{\"title\":\"Series %d\",\"packageId\":\"SERIES-%d\"}]", k % 5, k % 5);
    puts_(b, t);
  }
  buf *r = enr & META ? &frag_rep_meta[k] : &frag_rep[k];
  put(b, r->p, r->len);
  if (enr & PLUGINS) put(b, frag_plug[k].p, frag_plug[k].len);
  lit(b, "}");
}
static void put_list(buf *b, const char *parent, int n, int page, int size, int enr) {
  int total = n ? 20 : 5000; char t[256];
  snprintf(t, sizeof t, "{\"totalResults\":%d,\"page\":%d,\"pageSize\":%d,\"items\":[", total, page, size); puts_(b, t);
  for (int i = page * size, first = 1; i < total && i < (page + 1) * size; i++, first = 0) {
    if (!first) lit(b, ",");
    int l = n ? snprintf(t, sizeof t, "%.*s.%d", n, parent, i) : snprintf(t, sizeof t, "AIP-%06d", i);
    put_aip(b, t, l, enr);
  }
  lit(b, "]}");
}

/* ---- requests ---------------------------------------------------------- */
static int query_int(const char *p, int n, const char *name, int dflt) {
  size_t ln = strlen(name);
  const char *q = memchr(p, '?', n);
  for (; q && q < p + n; q = memchr(q + 1, '&', p + n - q - 1))
    if ((size_t)(p + n - q) > ln + 1 && !memcmp(q + 1, name, ln) && q[1 + ln] == '=') return atoi(q + ln + 2);
  return dflt;
}
static int has(const char *s, int n, const char *w) {
  int lw = strlen(w);
  for (int i = 0; i + lw <= n; i++) if (!strncasecmp(s + i, w, lw)) return 1;
  return 0;
}
#define is(lit_) ((size_t)pl >= sizeof(lit_) - 1 && !memcmp(path, lit_, sizeof(lit_) - 1))

/* Appends a whole response to b; returns 1 if it must be delayed. */
static int handle(buf *b, int post, const char *path, int pl, int enr) {
  static buf body; body.len = 0;
  int status = 200, route = R_OTHER, delay = 1;
  const char *q = memchr(path, '?', pl); int bare = q ? q - path : pl;
  if (is("/fileplan") && bare == 9) {
    route = R_ROOT; put_list(&body, 0, 0, query_int(path, pl, "page", 0), query_int(path, pl, "pageSize", 50), enr);
  } else if (is("/fileplan/")) {
    route = R_CHILDREN; put_list(&body, path + 10, bare - 10, query_int(path, pl, "page", 0), query_int(path, pl, "pageSize", 50), enr);
  } else if (is("/aip/missing")) {
    route = R_AIP; status = 404; lit(&body, "{\"code\":\"NOT_FOUND\",\"message\":\"no such package\"}");
  } else if (is("/aip/")) {
    route = R_AIP; put_aip(&body, path + 5, bare - 5, enr);
  } else if (is("/dps-submission/v1/disseminations")) {
    const char *id = post ? "DIP-1" : path + 34; int n = post ? 5 : bare - 34; if (n < 0) n = 0;
    route = post ? R_DPS_POST : R_DPS_GET; status = post ? 201 : 200;
    lit(&body, "{\"disseminationId\":\""); put(&body, id, n); lit(&body, "\",\"archiveId\":\"AIP-000001\",\"clientId\":\"client-id\",\"contractId\":\"2d17\",\"objectId\":\"digifoto_1\",\"sumSizeInBytes\":123456,\"status\":\"FIXITY_CHECK\",\"priority\":50,\"dateCreated\":\"2025-09-09T12:34:56.123456+01:00\"}");
  } else if (is("/token")) {
    route = R_TOKEN; lit(&body, "{\"access_token\":\"bench-token\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
  } else if (is("/_reset")) {
    memset(counters, 0, sizeof counters); connections = bytes_out = 0; delay = 0; lit(&body, "{}");
  } else if (is("/_latency")) {
    latency_ns = query_int(path, pl, "ms", 0) * 1000000L; delay = 0; lit(&body, "{}");
  } else if (is("/_counters")) {
    delay = 0; char t[128]; long total = 0; lit(&body, "{");
    for (int i = 0; i < R_COUNT; i++) { snprintf(t, sizeof t, "\"%s\":%ld,", route_name[i], counters[i]); puts_(&body, t); total += counters[i]; }
    snprintf(t, sizeof t, "\"total\":%ld,\"connections\":%ld,\"bytes\":%ld}", total, connections, bytes_out); puts_(&body, t);
  } else { status = 404; lit(&body, "{\"error\":\"no such route\"}"); }
  if (delay) { counters[route]++; bytes_out += body.len; }
  char h[160];
  int l = snprintf(h, sizeof h, "HTTP/1.1 %d %s\r\ncontent-type: application/json\r\ncontent-length: %zu\r\n\r\n", status, status == 200 ? "OK" : status == 201 ? "Created" : "Not Found", body.len);
  put(b, h, l); put(b, body.p, body.len);
  return delay && latency_ns;
}

/* ---- connections ------------------------------------------------------- */
typedef struct { int fd; unsigned gen; buf in, out; size_t sent; } conn;
static conn *conns[65536];
static int ep;
typedef struct { long due; int fd; unsigned gen; buf data; } delayed;
static delayed *fifo; static size_t fhead, ftail, fcap = 1 << 16; /* power of two ring */

static long now_ns(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000000000L + t.tv_nsec; }
static void close_conn(conn *c) { close(c->fd); c->gen++; c->in.len = c->out.len = c->sent = 0; c->fd = -1; }
static void flush_conn(conn *c) {
  while (c->sent < c->out.len) {
    ssize_t n = send(c->fd, c->out.p + c->sent, c->out.len - c->sent, MSG_NOSIGNAL);
    if (n < 0) {
      if (errno != EAGAIN) { close_conn(c); return; }
      struct epoll_event e = {EPOLLIN | EPOLLOUT, {.fd = c->fd}}; epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e); return;
    }
    c->sent += n;
  }
  c->out.len = c->sent = 0;
}
/* Takes complete requests off the input; -1 on a malformed one. */
static int parse(conn *c) {
  size_t off = 0;
  for (;;) {
    char *s = c->in.p + off; size_t n = c->in.len - off;
    char *end = n ? memmem(s, n, "\r\n\r\n", 4) : 0;
    if (!end) break;
    char *sp = memchr(s, ' ', n); if (!sp || sp > end) return -1;
    char *path = sp + 1, *pe = memchr(path, ' ', end - path); if (!pe) return -1;
    int enr = 0; size_t clen = 0, blen = 0; int chunked = 0;
    for (char *l = memchr(s, '\n', end - s); l && l < end; l = memchr(l + 1, '\n', end - l)) {
      char *v = l + 1; int vl = (char *)memchr(v, '\n', end + 2 - v) - v;
      if (vl > 10 && !strncasecmp(v, "enrichers:", 10))
        enr = has(v, vl, "pluginreports") * PLUGINS | has(v, vl, "permissions") * PERMS | has(v, vl, "metadata") * META | has(v, vl, "breadcrumb") * CRUMBS;
      else if (vl > 15 && !strncasecmp(v, "content-length:", 15)) clen = atol(v + 15);
      else if (vl > 18 && !strncasecmp(v, "transfer-encoding:", 18)) chunked = 1;
    }
    char *body = end + 4; size_t left = n - (body - s);
    if (chunked) { char *z = left ? memmem(body, left, "0\r\n\r\n", 5) : 0; if (!z) break; blen = z + 5 - body; }
    else { if (left < clen) break; blen = clen; }
    if (latency_ns == 0) handle(&c->out, *s == 'P', path, pe - path, enr);
    else {
      delayed *d = &fifo[ftail & (fcap - 1)];
      if (ftail - fhead == fcap) { fprintf(stderr, "upstream: delay queue full\n"); exit(1); }
      d->data.len = 0;
      if (handle(&d->data, *s == 'P', path, pe - path, enr)) { d->due = now_ns() + latency_ns; d->fd = c->fd; d->gen = c->gen; ftail++; }
      else put(&c->out, d->data.p, d->data.len);
    }
    off = body + blen - c->in.p;
  }
  if (off) { memmove(c->in.p, c->in.p + off, c->in.len - off); c->in.len -= off; }
  return 0;
}

int main(int argc, char **argv) {
  int port = argc > 1 ? atoi(argv[1]) : 4100, one = 1; latency_ns = (argc > 2 ? atol(argv[2]) : 0) * 1000000L;
  signal(SIGPIPE, SIG_IGN); build_fragments(); fifo = calloc(fcap, sizeof *fifo);
  int ls = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  setsockopt(ls, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(ls, (void *)&a, sizeof a) || listen(ls, 4096)) { perror("upstream"); return 1; }
  ep = epoll_create1(0);
  struct epoll_event e = {EPOLLIN, {.fd = ls}}, ev[512]; epoll_ctl(ep, EPOLL_CTL_ADD, ls, &e);
  for (;;) {
    struct timespec ts, *tp = 0;
    if (fhead != ftail) { long w = fifo[fhead & (fcap - 1)].due - now_ns(); if (w < 0) w = 0; ts = (struct timespec){w / 1000000000L, w % 1000000000L}; tp = &ts; }
    int n = epoll_pwait2(ep, ev, 512, tp, 0);
    for (int i = 0; i < n; i++) {
      int fd = ev[i].data.fd;
      if (fd == ls) {
        for (int s; (s = accept4(ls, 0, 0, SOCK_NONBLOCK)) >= 0;) {
          if (s >= 65536) { close(s); continue; }
          setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          if (!conns[s]) conns[s] = calloc(1, sizeof(conn));
          conns[s]->fd = s; connections++;
          struct epoll_event ne = {EPOLLIN, {.fd = s}}; epoll_ctl(ep, EPOLL_CTL_ADD, s, &ne);
        }
        continue;
      }
      conn *c = conns[fd]; if (!c || c->fd < 0) continue;
      if (ev[i].events & EPOLLOUT) { struct epoll_event m = {EPOLLIN, {.fd = fd}}; epoll_ctl(ep, EPOLL_CTL_MOD, fd, &m); flush_conn(c); if (c->fd < 0) continue; }
      if (!(ev[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))) continue;
      need(&c->in, 16384);
      ssize_t r = recv(fd, c->in.p + c->in.len, c->in.cap - c->in.len, 0);
      if (r <= 0) { if (r == 0 || errno != EAGAIN) close_conn(c); continue; }
      c->in.len += r;
      if (parse(c) < 0) { close_conn(c); continue; }
      if (c->out.len) flush_conn(c);
    }
    for (long t = now_ns(); fhead != ftail && fifo[fhead & (fcap - 1)].due <= t; fhead++) {
      delayed *d = &fifo[fhead & (fcap - 1)]; conn *c = conns[d->fd];
      if (c->fd == d->fd && c->gen == d->gen) { put(&c->out, d->data.p, d->data.len); flush_conn(c); }
    }
  }
}
