"""Scrapy's settings, each with its reason. Scrapy's own defaults suit a laboratory; these suit a guest on others' servers.

Times are seconds unless the name says otherwise. Any of them can be set for one run: ``scrapy crawl SITE -s NAME=VALUE``.
"""

from __future__ import annotations

import sys as _sys

from archive.settings import SettingsError as _SettingsError
from archive.settings import settings as _settings
from crawler.attachments import LARGEST as _LARGEST_ATTACHMENT

try:
    _settings()
except _SettingsError as _error:
    # Every command of Scrapy's reads this file first, and has no place of its own for one clear line.
    print(_error, file=_sys.stderr)
    raise SystemExit(2) from _error

BOT_NAME = "khotin"
SPIDER_MODULES = ["crawler.spiders"]
COMMANDS_MODULE = "crawler.commands"

# Who we are. A webmaster who finds us in a log must be able to reach a person.
USER_AGENT = f"KhoTin/1.0 (+{_settings().contact})" if _settings().contact else "KhoTin/1.0 (archive of Vietnamese government news)"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    # Portals with several languages answer by it.
    "Accept-Language": "vi,en;q=0.5",
}

# Politeness: one request at a time to a host, at least a second apart, more when the host is slow or asks for more
# (Crawl-delay and Retry-After: crawler/middlewares.py). No jitter: it would go below the delay, and we do not hide.
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# Two on their way: one is read while the other is fetched. (Without a delay it is this limit that counts: Scrapy 2.19
# starts what waits for a host all at once, whatever CONCURRENT_REQUESTS_PER_DOMAIN says.)
CONCURRENT_REQUESTS = 2
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0

# A failed address is asked four times in a round, 30, 60 and 120 seconds apart or as Retry-After says; in the ledger,
# so that a restart keeps the wait. Scrapy's own retries come at once and live in memory only.
RETRY_ENABLED = False
RETRY_ATTEMPTS = 4
BACK_OFF_FIRST = 30.0
BACK_OFF_LONGEST = 600.0
# The host is down, or does not want us: the crawl stops, and the ledger keeps what is left.
HOST_FAILURES = 20
# When all that is left may only be asked later than this, the crawl ends and says so instead of waiting.
LONGEST_WAIT = 900.0

# An article is asked again a day after it changed, then after twice as long each time, at most after 90 days.
REVISIT_FIRST_DAYS = 1.0
REVISIT_LONGEST_DAYS = 90.0
# A listing is followed to its last page again every 30 days, for articles that were slipped in further down.
FULL_WALK_DAYS = 30.0
# chinhphu.vn has 1,880 pages in its longest listing; a pager without end stops here at the latest.
DEPTH_LIMIT = 5000

# Safety. The largest real page of these portals is under 2 MB.
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 2 * 1024 * 1024
# Files that articles link to (PDF, DOC, DOCX) may be larger: scanned decrees have up to 20 MB.
ATTACHMENT_MAXSIZE = _LARGEST_ATTACHMENT
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_VERIFY_CERTIFICATES = True
REDIRECT_MAX_TIMES = 5
MEMUSAGE_LIMIT_MB = 1024
COOKIES_ENABLED = True  # ASP.NET post-backs may depend on the session's cookie.
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}
TWISTED_DNS_RESOLVER = "crawler.guard.GuardedResolver"
# Both let another process of this machine into the crawler.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# The ledger is the queue and the memory of what was seen (crawler/frontier.py); JOBDIR loses work when killed.
SCHEDULER = "crawler.frontier.LedgerScheduler"
# Every answer is read by the spider, which takes its address to a final state; nothing is dropped on the way. Length
# and depth are the session's to judge. Each of these would cost CPU time on every page.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
# A page gives one outcome; Scrapy starts as many workers for each page as this says.
CONCURRENT_ITEMS = 1
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.HostGuard": 50,
    "crawler.middlewares.RobotsMiddleware": 100,
    # Below HttpCompression (590): the body as it was sent. Above it, the redirects (600), which bring no page.
    "crawler.middlewares.BodyAsSent": 595,
    "crawler.middlewares.ConnectionGuard": 990,
}
EXTENSIONS = {"crawler.middlewares.Pace": 500}
ITEM_PIPELINES = {"crawler.pipelines.ArchivePipeline": 100}

# The summary at the end is for people; `-L INFO` shows the way there.
LOG_LEVEL = "WARNING"
