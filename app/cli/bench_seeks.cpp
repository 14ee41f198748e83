// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench_clip.h"
#include "app/cli/bench_lines.h"
#include "app/cli/mpv_peer.h"
#include "app/cli/program_runner.h"

#include "core/media/frame_reader.h"

#include <chrono>
#include <cmath>
#include <memory>
#include <numbers>

namespace descant::cli {
namespace {

using Clock = std::chrono::steady_clock;

/// Places all over a film, far from each other, the same in every run: multiples of the golden ratio.
class Places {
public:
    explicit Places(MediaTime length) : m_length(length) { }
    MediaTime next()
    {
        const double share = std::fmod(++m_number * std::numbers::phi, 1.0);
        return fromSeconds(0.02 * toSeconds(m_length) + share * 0.96 * toSeconds(m_length));
    }

private:
    MediaTime m_length;
    int m_number = 0;
};

/// An open film, and the same film open in mpv where there is one.
struct Film {
    std::shared_ptr<BenchClip> clip;
    std::unique_ptr<media::FrameReader> reader;
    std::shared_ptr<MpvPeer> mpv;
    Places places{MediaTime{0}};
    Places peerPlaces{MediaTime{0}};
};

Outcome<std::shared_ptr<Film>> openFilm(const BenchSetting& setting, std::stop_token stop)
{
    auto film = std::make_shared<Film>();
    DESCANT_TRY(film->clip, BenchClip::get(setting, stop));
    DESCANT_TRY(film->reader, media::FrameReader::open(film->clip->path(), stop));
    if (programExists("mpv")) {
        DESCANT_TRY(film->mpv, MpvPeer::start(film->clip->path(), stop));
    }
    film->places = film->peerPlaces = Places(film->reader->table().end());
    return film;
}

using Work = std::function<Outcome<void>(Film&, std::stop_token)>;

TimedRun timed(std::shared_ptr<Film> film, Work before, Work work)
{
    return [film, before, work](std::stop_token stop) -> Outcome<double> {
        if (before)
            DESCANT_CHECK(before(*film, stop));
        const Clock::time_point start = Clock::now();
        DESCANT_CHECK(work(*film, stop));
        return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    };
}

Outcome<void> showExactly(Film& film, std::int64_t frame, std::stop_token stop)
{
    DESCANT_CHECK(film.reader->frame(frame, media::PictureUse::Show, film.reader->displaySize(), std::move(stop)));
    return {};
}

Outcome<BenchPair> prepareSeek(const BenchSetting& setting, SeekKind kind, std::stop_token stop)
{
    DESCANT_TRY(const std::shared_ptr<Film> film, openFilm(setting, std::move(stop)));
    BenchPair pair;
    pair.ours = timed(film, {}, [kind](Film& open, std::stop_token token) -> Outcome<void> {
        const MediaTime time = open.places.next();
        if (kind == SeekKind::Exact)
            return showExactly(open, open.reader->table().frameAt(time), std::move(token));
        DESCANT_CHECK(open.reader->nearestKeyframe(time, open.reader->displaySize(), std::move(token)));
        return {};
    });
    if (film->mpv)
        pair.peer = [film, kind](std::stop_token token) {
            return film->mpv->seek(film->peerPlaces.next(), kind, std::move(token));
        };
    pair.peerName = "mpv";
    return pair;
}

Outcome<BenchPair> prepareStepBack(const BenchSetting& setting, std::stop_token stop)
{
    DESCANT_TRY(const std::shared_ptr<Film> film, openFilm(setting, std::move(stop)));
    const auto here = std::make_shared<std::int64_t>(0);
    BenchPair pair;
    pair.ours = timed(
        film,
        [here](Film& open, std::stop_token token) {
            *here = open.reader->table().frameAt(open.places.next());
            return showExactly(open, *here, std::move(token));
        },
        [here](Film& open, std::stop_token token) { return showExactly(open, *here - 1, std::move(token)); });
    if (film->mpv)
        pair.peer = [film](std::stop_token token) -> Outcome<double> {
            DESCANT_CHECK(film->mpv->seek(film->peerPlaces.next(), SeekKind::Exact, token));
            return film->mpv->stepBack(std::move(token));
        };
    pair.peerName = "mpv";
    return pair;
}

} // namespace

std::vector<BenchLine> seekLines()
{
    const auto seekLine = [](SeekKind kind) {
        return [kind](const BenchSetting& setting, std::stop_token stop) {
            return prepareSeek(setting, kind, std::move(stop));
        };
    };
    return {{"seek-keyframe", false, seekLine(SeekKind::Keyframe)},
            {"seek-exact", false, seekLine(SeekKind::Exact)},
            {"step-back", false, prepareStepBack}};
}

} // namespace descant::cli
