# SPDX-License-Identifier: MIT
package RT::Extension::DeskGauge;

use strict;
use warnings;

use JSON ();
use RT::Extension::DeskGauge::Bundle ();

our $VERSION = '0.1.0';

=head1 NAME

RT::Extension::DeskGauge - service levels and escalations of tickets, computed in the browser

=head1 CONFIGURATION

    Plugin('RT::Extension::DeskGauge');
    Set(%DeskGauge,
        days     => 90,              # how far back the overview page goes
        settings => { levels => { groups => { 'Support L1' => 1, 'Support L2' => 2 } } },
    );

C<settings> are those of C<desk.configure>; C<layout> is that of the dashboard. Service levels and business hours are RT's own,
C<%ServiceAgreements> and C<%ServiceBusinessHours>.

=head1 METHODS

=head2 Script

The URL of the module that fills the page.

=cut

# RT lets browsers keep static files for a month, so the folder's name changes with what is in it.
sub Script {
    return RT->Config->Get('WebPath') . "/static/deskgauge/$RT::Extension::DeskGauge::Bundle::Folder/boot.js";
}

=head2 Settings CURRENTUSER

What the page has to know of this RT, as JSON that may stand in a script element.

=cut

sub Settings {
    my ( $class, $user ) = @_;
    my %settings = (
        webPath       => RT->Config->Get('WebPath'),
        timeZone      => RT->Config->Get('Timezone'),
        agreements    => { RT->Config->Get('ServiceAgreements') },
        businessHours => { RT->Config->Get('ServiceBusinessHours') },
        withoutSla    => _QueuesWithoutSLA($user),
        options       => { RT->Config->Get('DeskGauge') },
    );

    # Code references and objects of a site's own configuration become null.
    my $json = JSON->new->canonical->allow_unknown->allow_blessed->encode( \%settings );
    $json =~ s/</\\u003c/g;
    return $json;
}

sub _QueuesWithoutSLA {
    my ($user) = @_;
    my $queues = RT::Queues->new($user);
    $queues->Limit( FIELD => 'SLADisabled', VALUE => 1 );
    return [ map { $_->Name } @{ $queues->ItemsArrayRef } ];
}

1;
