"""Addresses of people, their accounts and their workspaces."""

from django.urls import include, path

from teams.views import (
    calendars,
    groups,
    home,
    invitations,
    log,
    people,
    profile,
    tokens,
    workspaces,
)

of_a_workspace = [
    path("people/", people.people, name="people"),
    path("people/names/", people.add_name, name="add_name"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/remove/", people.remove, name="remove_person"),
    path("people/<int:pk>/bring-back/", people.bring_back, name="bring_person_back"),
    path("invitations/<int:pk>/resend/", invitations.resend, name="resend_invitation"),
    path("invitations/<int:pk>/withdraw/", invitations.withdraw, name="withdraw_invitation"),
    path("teams/", groups.groups, name="teams"),
    path("teams/add/", groups.add_team, name="add_team"),
    path("teams/<int:pk>/", groups.team, name="team"),
    path("teams/<int:pk>/dissolve/", groups.dissolve_team, name="dissolve_team"),
    path("partners/add/", groups.add_partner, name="add_partner"),
    path("partners/<int:pk>/", groups.partner, name="partner"),
    path("partners/<int:pk>/dissolve/", groups.dissolve_partner, name="dissolve_partner"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path("settings/", workspaces.settings, name="workspace_settings"),
    path("days/", calendars.working_days, name="working_days"),
    path("days/week/", calendars.set_week, name="set_week"),
    path("days/holidays/", calendars.add_holiday, name="add_holiday"),
    path("days/public/", calendars.add_public_holidays, name="add_public_holidays"),
    path("days/holidays/<int:pk>/remove/", calendars.remove_holiday, name="remove_holiday"),
    path("people/<int:pk>/time/", calendars.working_time, name="working_time"),
    path("people/<int:pk>/time/set/", calendars.set_time, name="set_time"),
    path("people/<int:pk>/time/day/", calendars.set_own_day, name="set_own_day"),
    path("people/<int:pk>/time/off/", calendars.add_time_off, name="add_time_off"),
    path("time-off/<int:pk>/remove/", calendars.remove_time_off, name="remove_time_off"),
    path("settings/log/", log.log, name="log"),
    path("settings/effects/", log.effects, name="effects"),
    path("settings/effects/<int:pk>/retry/", log.retry, name="retry_effect"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("welcome/", workspaces.new, name="new_workspace"),
    path("profile/", profile.profile, name="profile"),
    path("language/", profile.language, name="language"),
    path("invitations/<str:token>/", invitations.accept, name="invitation"),
    path("w/<slug:workspace>/", include(of_a_workspace)),
]
