#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# Replays scenario.json through RT's own API with the clock moved to each event's instant,
# so transactions, status changes, owner changes and SLA due dates are RT's own work.
# usage: RT_SITE_CONFIG=... perl seed.pl scenario.json
use strict; use warnings;
our $NOW;
BEGIN {   # RT::Record stamps rows with a bare gmtime(), RT::Date uses time()
    *CORE::GLOBAL::time = sub () { defined $main::NOW ? $main::NOW : CORE::time() };
    my $now = sub { defined $main::NOW ? $main::NOW : CORE::time() };
    *CORE::GLOBAL::gmtime = sub (;$) { CORE::gmtime(@_ ? $_[0] : $now->()) };
    *CORE::GLOBAL::localtime = sub (;$) { CORE::localtime(@_ ? $_[0] : $now->()) };
}
use lib '/usr/local/share/request-tracker5/lib', '/usr/share/request-tracker5/lib', '/opt/rt5/lib';
use RT -init; use RT::Interface::CLI; use MIME::Entity; use JSON::PP; use Time::Local 'timegm';
my $file = shift or die "scenario.json?";
open my $fh, '<:raw', $file or die $!; local $/; my $S = decode_json(<$fh>); close $fh;
my $t0 = CORE::time();
sub ts { my ($y, $mo, $d, $h, $mi, $s) = $_[0] =~ /(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/ or die; timegm($s, $mi, $h, $d, $mo - 1, $y) }
sub ok { my ($r, $m, $what) = @_; die "$what: " . ($m // '?') . "\n" unless $r; $r }
my $sys = RT->SystemUser;
my $dbh = $RT::Handle->dbh;
$dbh->do('PRAGMA synchronous=OFF') if RT->Config->Get('DatabaseType') eq 'SQLite';

$NOW = ts($S->{meta}{start}) - 86400;
my (%cu, %email);
sub user {
    my ($u, $priv, $pass) = @_;
    my $o = RT::User->new($sys);
    my ($id, $m) = $o->Create(Name => $u->{username}, RealName => $u->{name}, EmailAddress => $u->{email},
        Privileged => $priv, $pass ? (Password => $pass) : (), Organization => $u->{org} // 'support');
    ok($id, $m, "user $u->{username}");
    $email{$u->{username}} = $u->{email};
    my $c = RT::CurrentUser->new; $c->Load($u->{username}); $cu{$u->{username}} = $c;
}
user($_, 1, 'password') for @{$S->{agents}};          # each password costs a bcrypt round
my $i = 0; user($_, 0, $i++ ? undef : 'password') for @{$S->{customers}};
# Kim may see one queue only, and no comments in it; Hugo likes it dark.
user({ username => 'kim', name => 'Kim Aalto', email => 'kim@support.example' }, 1, 'password');
my $hugo = RT::User->new($sys); $hugo->Load('hugo'); $hugo->SetPreferences(RT->System, { WebDefaultStylesheet => 'elevator-dark' });
my $grp = RT::Group->new($sys); $grp->CreateUserDefinedGroup(Name => 'Agents', Description => 'all agents');
my %team;
for my $t (qw(L1 L2 Engineering Billing)) { my $g = RT::Group->new($sys); $g->CreateUserDefinedGroup(Name => "Team $t"); $team{$t} = $g }
for (@{$S->{agents}}) { $grp->AddMember($cu{$_->{username}}->PrincipalId); $team{$_->{team}}->AddMember($cu{$_->{username}}->PrincipalId) }
$grp->PrincipalObj->GrantRight(Object => $RT::System, Right => $_) for qw(SeeQueue ShowTicket ShowTicketComments ShowOutgoingEmail
    CreateTicket ReplyToTicket CommentOnTicket OwnTicket TakeTicket StealTicket ReassignTicket ModifyTicket SeeGroup SeeDashboard
    SeeOwnDashboard ModifyOwnDashboard ModifySelf Watch ShowSavedSearches CreateSavedSearch SeeCustomField);
my $everyone = RT::Group->new($sys); $everyone->LoadSystemInternalGroup('Everyone');
$everyone->PrincipalObj->GrantRight(Object => $RT::System, Right => $_) for qw(CreateTicket ReplyToTicket SeeQueue);
my $req = RT::Group->new($sys); $req->LoadRoleGroup(Object => $RT::System, Name => 'Requestor');
$req->PrincipalObj->GrantRight(Object => $RT::System, Right => 'ShowTicket');
my %q;
for (@{$S->{queues}}) {
    my $o = RT::Queue->new($sys);
    my ($id, $m) = $o->Create(Name => $_->{name}, Description => "tier $_->{tier}", CorrespondAddress => "$_->{slug}\@support.example", SLADisabled => 0);
    ok($id, $m, "queue $_->{name}"); $q{$_->{name}} = $o;
}
my $kim = RT::User->new($sys); $kim->Load('kim');
for (qw(SeeQueue ShowTicket)) { my ($r, $m) = $kim->PrincipalObj->GrantRight(Object => $q{'Support L1'}, Right => $_); ok($r, $m, "right $_") }
# RT 5's stock scrip opens only new/resolved tickets on a reply; many sites use 'Open Tickets', which also ends 'stalled'
my $open = RT::Scrip->new($sys);
ok($open->Create(Queue => 0, Description => 'On Correspond Open Tickets', ScripCondition => 'On Correspond', ScripAction => 'Open Tickets', Template => 'Blank'), 'scrip');
my $stock = RT::Scrips->new($sys); $stock->Limit(FIELD => 'Description', VALUE => 'On Correspond Open Inactive Tickets');
while (my $s = $stock->Next) { $s->SetDisabled(1) }
sub mime { my ($subj, $body, $from) = @_; MIME::Entity->build(Subject => $subj, From => $from, Type => 'text/plain', Charset => 'UTF-8', Data => [$body]) }
my %prio = (1 => 100, 2 => 75, 3 => 50, 4 => 25, 5 => 0);

# one global time line, so transaction ids rise with time as in real life
my @work;
for my $T (@{$S->{tickets}}) { push @work, [ts($T->{created}), 0, $T, { type => 'create' }]; my $j = 1; push @work, [ts($_->{at}), $j++, $T, $_] for @{$T->{events}} }
@work = sort { $a->[0] <=> $b->[0] || $a->[2]{key} cmp $b->[2]{key} || $a->[1] <=> $b->[1] } @work;
my (%id, %n); my $done = 0;
my @muted;   # outgoing mail only adds EmailRecord rows and takes most of the time; SEED_MAIL=1 keeps it
unless ($ENV{SEED_MAIL}) {
    my $sc = RT::Scrips->new($sys); $sc->UnLimit;
    while (my $s = $sc->Next) { next unless $s->ActionObj->Name =~ /^(Notify|Autoreply)/ && !$s->Disabled; $s->SetDisabled(1); push @muted, $s->id }
}
$RT::Handle->BeginTransaction;
for my $w (@work) {
    my ($at, undef, $T, $e) = @$w; $NOW = $at; my $k = $e->{type};
    if ($k eq 'create') {
        my $t = RT::Ticket->new($cu{$T->{customer}});
        my ($id, undef, $m) = $t->Create(Queue => $T->{queue}, Subject => $T->{subject}, Requestor => $email{$T->{customer}},
            Priority => $prio{$T->{priority}}, SLA => $T->{sla}, MIMEObj => mime($T->{subject}, $T->{body}, $email{$T->{customer}}));
        ok($id, $m, "create $T->{key}"); $id{$T->{key}} = $id; $n{create}++; next;
    }
    my $by = $cu{$e->{by}} or die "no user $e->{by}";
    my $t = RT::Ticket->new($by); $t->Load($id{$T->{key}}); my ($r, $m) = (1, '');
    if ($k eq 'reply' || $k eq 'customer_reply') {
        ($r, $m) = $t->Correspond(MIMEObj => mime("Re: $T->{subject}", $e->{body}, $email{$e->{by}}));
    } elsif ($k eq 'note') { ($r, $m) = $t->Comment(MIMEObj => mime("note", $e->{body}, $email{$e->{by}}));
    } elsif ($k eq 'assign') { ($r, $m) = $t->SetOwner($cu{$e->{to}}->id, $e->{by} eq $e->{to} ? ($t->Owner == RT->Nobody->id ? 'Take' : 'Steal') : 'Force');
    } elsif ($k eq 'queue') { ($r, $m) = $t->SetQueue($q{$e->{to}}->id);
    } elsif ($k eq 'priority') { ($r, $m) = $t->SetPriority($prio{$e->{to}});
    } elsif ($k eq 'status') { ($r, $m) = $t->Status eq $e->{to} ? (1) : $t->SetStatus($e->{to}); }
    ok($r, $m, "$T->{key} $k"); $n{$k}++;
    unless (++$done % 200) { $RT::Handle->Commit; $RT::Handle->BeginTransaction }
}
for (@muted) { my $s = RT::Scrip->new($sys); $s->Load($_); $s->SetDisabled(0) }
$RT::Handle->Commit;
undef $NOW;
printf "seeded in %ds: %s\n", CORE::time() - $t0, join ', ', map {"$_=$n{$_}"} sort keys %n;
