# The sequence `flyte-webhook` of dh: a package that build-depends on dh-sequence-flyte-webhook gets dh_flyte_webhook.
use strict;
use warnings;
use Debian::Debhelper::Dh_Lib;

insert_after('dh_install', 'dh_flyte_webhook');

1;
